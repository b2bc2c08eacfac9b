using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RabbitMQ.Client;

namespace MarketSim.Cluster.Transport.RabbitMq;

/// <summary>How a TLS connection to the broker proves who is who. Files are PEM.</summary>
public sealed record RabbitMqTls
{
    /// <summary>The name the broker's certificate must have; null: the host that is connected to.</summary>
    public string? ServerName { get; init; }

    /// <summary>Certificates of the authorities that are trusted, and no others; null: those the machine trusts.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>The client's own certificate, for a broker that asks for one; null: none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The private key of <see cref="CertificateFile"/>, without a password; null: in the same file.</summary>
    public string? KeyFile { get; init; }

    /// <exception cref="TransportException">A file cannot be read.</exception>
    internal SslOption ToSslOption(string host)
    {
        var option = new SslOption { Enabled = true, ServerName = ServerName ?? host };
        if (AuthorityFile is { } authorityFile)
            option.CertificateValidationCallback = TrustOnly(Read(authorityFile, LoadAuthorities));

        if (CertificateFile is { } certificateFile)
            option.Certs = new X509CertificateCollection { Read(certificateFile, file => X509Certificate2.CreateFromPemFile(file, KeyFile)) };

        return option;
    }

    private static X509Certificate2Collection LoadAuthorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities;
    }

    private static RemoteCertificateValidationCallback TrustOnly(X509Certificate2Collection authorities) => (_, certificate, given, errors) =>
    {
        // The machine's own opinion on the chain does not count, its opinion on the name does.
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return false;

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        foreach (X509ChainElement element in given?.ChainElements ?? chain.ChainElements)
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);

        using var checkedCertificate = new X509Certificate2(certificate);
        return chain.Build(checkedCertificate);
    };

    private static T Read<T>(string file, Func<string, T> load)
    {
        try
        {
            return load(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new TransportException($"{file}: not readable as PEM certificate or key ({unreadable.Message}); check the path, its rights and its content", isPermanent: true, unreadable);
        }
    }
}
