using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MarketSim.Cluster.Tests.Transport.RabbitMq;

/// <summary>An authority, a server and a client that it vouches for, and a stranger's authority, as PEM files.</summary>
internal sealed class TestCertificates
{
    public const string ServerName = "broker.test";

    private static readonly DateTimeOffset Begin = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset End = Begin.AddDays(30);

    private readonly string _folder;

    private TestCertificates(string folder) => _folder = folder;

    public string AuthorityFile => Path.Combine(_folder, "authority.pem");

    public string StrangerFile => Path.Combine(_folder, "stranger.pem");

    public string ServerFile => Path.Combine(_folder, "server.pem");

    public string ServerKeyFile => Path.Combine(_folder, "server.key");

    public string ClientFile => Path.Combine(_folder, "client.pem");

    public string ClientKeyFile => Path.Combine(_folder, "client.key");

    public static TestCertificates Create(string folder)
    {
        Directory.CreateDirectory(folder);
        var files = new TestCertificates(folder);
        using X509Certificate2 authority = Authority("authority");
        using X509Certificate2 stranger = Authority("stranger");
        File.WriteAllText(files.AuthorityFile, authority.ExportCertificatePem());
        File.WriteAllText(files.StrangerFile, stranger.ExportCertificatePem());
        Issue(authority, ServerName, 1, files.ServerFile, files.ServerKeyFile);
        Issue(authority, "client.test", 2, files.ClientFile, files.ClientKeyFile);
        return files;
    }

    public void Delete() => Directory.Delete(_folder, recursive: true);

    private static X509Certificate2 Authority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request.CreateSelfSigned(Begin, End);
    }

    private static void Issue(X509Certificate2 authority, string name, byte serial, string file, string keyFile)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        using X509Certificate2 certificate = request.Create(authority, Begin, End, [serial]);
        File.WriteAllText(file, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
    }
}
