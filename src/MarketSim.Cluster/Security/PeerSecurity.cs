using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Remote.Hosting;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Security;

/// <summary>
/// A node's own certificate, and which certificates it accepts of others, whichever of the two has connected: those of one authority of ours, or those in a
/// list, or both at once.
/// </summary>
public sealed class PeerSecurity
{
    private readonly X509Certificate2 _own;
    private readonly PeerCertificateRules _rules;

    private PeerSecurity(X509Certificate2 own, X509Certificate2? authority, IReadOnlyCollection<string> pinned)
    {
        _own = own;
        _rules = new PeerCertificateRules(authority, pinned);
    }

    /// <param name="certificateFile">PEM.</param>
    /// <param name="keyFile">PEM, not encrypted: only the account that the node runs under may read it.</param>
    /// <param name="authorityFile">PEM of the certificate of the authority that has issued those of all nodes; null to go by the list alone.</param>
    /// <param name="pinned">SHA-256 fingerprints as hexadecimal digits, with or without colons; empty to go by the authority alone.</param>
    /// <exception cref="CertificateException">A file cannot be read, or holds something else; the certificate is expired; nothing would be accepted.</exception>
    public static PeerSecurity Load(string certificateFile, string keyFile, string? authorityFile, IReadOnlyCollection<string> pinned, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(pinned);
        ArgumentNullException.ThrowIfNull(timeProvider);
        if (authorityFile is null && pinned.Count == 0)
        {
            throw new CertificateException("Neither an authority nor fingerprints of certificates are named, so that no node would be accepted; name one of the two.");
        }

        string[] fingerprints = [.. pinned.Select(CertificateFingerprint.Parse)];
        X509Certificate2 own = ReadOwn(certificateFile, keyFile);
        return PeerCertificateRules.TimeFault(own, timeProvider) is { } fault
            ? throw new CertificateException($"The certificate {certificateFile} of this node {fault}; make new ones with `marketsim cluster certificates`.")
            : new PeerSecurity(own, authorityFile is null ? null : Read(authorityFile), fingerprints);
    }

    /// <summary>Without a look at the times of this node's own certificate.</summary>
    internal static PeerSecurity Of(X509Certificate2 own, X509Certificate2? authority, params IReadOnlyCollection<string> pinned) => new(own, authority, pinned);

    internal SslOptions ToOptions(TimeProvider timeProvider, ILogger logger) => new()
    {
        X509Certificate = _own,
        RequireMutualAuthentication = true,
        ValidateCertificateHostname = false,
        CustomValidator = (certificate, _, peer, _, _) =>
        {
            string? refusal = _rules.RefusalOf(certificate, timeProvider);
            if (refusal is not null)
            {
                logger.CertificateRefused(peer, refusal);
            }

            return refusal is null;
        },
    };

    private static X509Certificate2 ReadOwn(string certificateFile, string keyFile)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"A file of this node's certificate cannot be read: {exception.Message}", exception);
        }
#pragma warning disable MA0054 // The reason may quote what was read; a key must not get into a log.
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new CertificateException($"{certificateFile} and {keyFile} are no certificate and its private key in PEM; make them with `marketsim cluster certificates`.");
        }
#pragma warning restore MA0054
    }

    private static X509Certificate2 Read(string file)
    {
        try
        {
            return X509CertificateLoader.LoadCertificateFromFile(file);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"The authority's certificate {file} cannot be read: {exception.Message}", exception);
        }
    }
}
