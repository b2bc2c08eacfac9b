using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MarketSim.Cluster.Membership;

namespace MarketSim.Cluster.Security;

/// <summary>A node's certificate as it was made.</summary>
/// <param name="Fingerprint">SHA-256, 64 hexadecimal digits.</param>
public sealed record NodeCertificate(string Node, string CertificateFile, string KeyFile, string Fingerprint, DateTimeOffset Expires);

/// <summary>
/// Makes the certificates of a cluster: a separate authority, and one certificate for each node that it has issued. ECDSA on P-256, in PEM. A holder of
/// the authority's key can add nodes; the key belongs on no node.
/// </summary>
public static class ClusterCertificates
{
    /// <summary>File of the authority's certificate.</summary>
    public const string AuthorityFile = "ca.pem";
    /// <summary>File of the authority's key.</summary>
    public const string AuthorityKeyFile = "ca-key.pem";

    /// <summary>Ten years.</summary>
    public const int MaxDays = 3_650;

    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";
    private const int SerialBytes = 16;
    private const int MarkLength = 8;

    // Clocks of machines differ a little.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromHours(1);

    /// <param name="folder">Made when missing. An authority in it is used again, so that nodes can be added later.</param>
    /// <param name="nodes">Their names: see <see cref="NodeNames"/>.</param>
    /// <param name="days">Validity of new certificates in days, 1 to <see cref="MaxDays"/>; a node's never longer than its authority's.</param>
    /// <exception cref="CertificateException">A name is invalid or named twice; a file is there already, or cannot be written; nothing was written then but, at most, the folder.</exception>
    public static IReadOnlyList<NodeCertificate> Create(string folder, IReadOnlyList<string> nodes, int days, TimeProvider timeProvider)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, MaxDays);
        CheckNames(nodes);
        CheckTargets(folder, nodes);
        DateTimeOffset now = timeProvider.GetUtcNow();
        try
        {
            Directory.CreateDirectory(folder);
            using X509Certificate2 authority = Authority(folder, now, days);
            return [.. nodes.Select(node => Issue(folder, node, authority, now, days))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"The certificates cannot be written to {folder}: {exception.Message}", exception);
        }
    }

    private static void CheckNames(IReadOnlyList<string> nodes)
    {
        if (nodes.Count == 0)
        {
            throw new CertificateException("No node is named.");
        }

        if (nodes.FirstOrDefault(node => !NodeNames.IsValid(node)) is { } invalid)
        {
            throw new CertificateException($"A node is called by 1 to {NodeNames.MaxLength} letters, digits, '-' and '_', not '{invalid}'.");
        }

        if (nodes.GroupBy(node => node, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new CertificateException($"Node {twice.Key} is named twice; files on some systems do not tell upper from lower case.");
        }
    }

    private static void CheckTargets(string folder, IReadOnlyList<string> nodes)
    {
        if (nodes.SelectMany(node => (string[])[FileOf(node), KeyFileOf(node)]).FirstOrDefault(file => File.Exists(Path.Combine(folder, file))) is { } present)
        {
            throw new CertificateException($"{Path.Combine(folder, present)} is there already, and nothing is overwritten; name another folder, or remove the file.");
        }

        if (nodes.Any(node => FileOf(node) is AuthorityFile or AuthorityKeyFile || KeyFileOf(node) == AuthorityKeyFile))
        {
            throw new CertificateException("A node cannot be called 'ca': the authority's files are.");
        }
    }

    private static X509Certificate2 Authority(string folder, DateTimeOffset now, int days)
    {
        string certificateFile = Path.Combine(folder, AuthorityFile);
        string keyFile = Path.Combine(folder, AuthorityKeyFile);
        if (File.Exists(certificateFile) || File.Exists(keyFile))
        {
            return ExistingAuthority(certificateFile, keyFile, now);
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        // Each authority has a separate name, so that a log can tell two of them apart.
        string mark = Convert.ToHexString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..MarkLength];
        var request = new CertificateRequest($"CN=MarketSim cluster authority {mark}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        X509Certificate2 authority = request.CreateSelfSigned(now - ClockDifference, now.AddDays(days));
        Write(keyFile, key.ExportPkcs8PrivateKeyPem(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Write(certificateFile, authority.ExportCertificatePem(), ReadableByAll);
        return authority;
    }

    private static X509Certificate2 ExistingAuthority(string certificateFile, string keyFile, DateTimeOffset now)
    {
        X509Certificate2 authority;
        try
        {
            authority = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or IOException)
        {
            throw new CertificateException($"{certificateFile} and {keyFile} are not both there, or are no certificate and its key; name another folder for a new authority.", exception);
        }

        return new DateTimeOffset(authority.NotAfter.ToUniversalTime()) > now
            ? authority
            : throw new CertificateException($"The authority {certificateFile} has expired; name another folder for a new one.");
    }

    private static NodeCertificate Issue(string folder, string node, X509Certificate2 authority, DateTimeOffset now, int days)
    {
        DateTimeOffset authorityEnd = new(authority.NotAfter.ToUniversalTime());
        DateTimeOffset end = now.AddDays(days) < authorityEnd ? now.AddDays(days) : authorityEnd;
        DateTimeOffset authorityBegin = new(authority.NotBefore.ToUniversalTime());
        DateTimeOffset begin = now - ClockDifference > authorityBegin ? now - ClockDifference : authorityBegin;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={node}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerPurpose), new Oid(ClientPurpose)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using X509Certificate2 certificate = request.Create(authority, begin, end, RandomNumberGenerator.GetBytes(SerialBytes));
        string certificateFile = Path.Combine(folder, FileOf(node));
        string keyFile = Path.Combine(folder, KeyFileOf(node));
        Write(keyFile, key.ExportPkcs8PrivateKeyPem(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Write(certificateFile, certificate.ExportCertificatePem(), ReadableByAll);
        return new NodeCertificate(node, certificateFile, keyFile, CertificateFingerprint.Of(certificate), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
    }

    private static UnixFileMode ReadableByAll =>
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static string FileOf(string node) => node + ".pem";

    private static string KeyFileOf(string node) => node + "-key.pem";

    private static void Write(string file, string pem, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using var writer = new StreamWriter(file, options);
        writer.WriteLine(pem);
    }
}
