using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace MarketSim.Cluster.Security;

/// <summary>The certificates of other nodes that are accepted. Host names are not checked: nodes move between machines.</summary>
/// <param name="authority">The one that must have issued them; null for any.</param>
/// <param name="pinned">Fingerprints of those that are accepted; empty for any of the authority.</param>
internal sealed class PeerCertificateRules(X509Certificate2? authority, IReadOnlyCollection<string> pinned)
{
    /// <returns>Reason why the certificate is refused, for a log; null when it is accepted.</returns>
    public string? RefusalOf(X509Certificate2? certificate, TimeProvider timeProvider)
    {
        if (certificate is null)
        {
            return "it has shown none";
        }

        string fingerprint = CertificateFingerprint.Of(certificate);
        string name = $"{certificate.Subject} (SHA-256 {fingerprint})";
        if (pinned.Count > 0 && !pinned.Contains(fingerprint, StringComparer.Ordinal))
        {
            return $"{name} is unknown: its fingerprint is not in this node's list";
        }

        if (authority is not null && !IsIssuedByAuthority(certificate))
        {
            return $"{name} is unknown: it was not issued by {authority.Subject}, but by {certificate.Issuer}";
        }

        return TimeFault(certificate, timeProvider) is { } fault ? $"{name} {fault}" : null;
    }

    /// <returns>Reason why the certificate is not valid now; null when it is.</returns>
    public static string? TimeFault(X509Certificate2 certificate, TimeProvider timeProvider)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        DateTimeOffset begin = new(certificate.NotBefore.ToUniversalTime());
        DateTimeOffset end = new(certificate.NotAfter.ToUniversalTime());
        return now >= end ? string.Create(CultureInfo.InvariantCulture, $"has expired at {end:yyyy-MM-dd HH:mm} UTC")
            : now < begin ? string.Create(CultureInfo.InvariantCulture, $"holds from {begin:yyyy-MM-dd HH:mm} UTC only; see whether the clocks agree")
            : null;
    }

    private bool IsIssuedByAuthority(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;

        // Times are looked at apart, so that the log can say that they are the reason.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(certificate);
    }
}
