using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MarketSim.Cluster.Security;

/// <summary>SHA-256 of a certificate, as 64 hexadecimal digits in upper case.</summary>
internal static class CertificateFingerprint
{
    private const int Length = 64;

    public static string Of(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <param name="text">In upper or lower case, with or without colons.</param>
    /// <exception cref="CertificateException">It is none.</exception>
    public static string Parse(string text)
    {
        string digits = text.Replace(":", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
        return digits.Length == Length && digits.All(char.IsAsciiHexDigit)
            ? digits
            : throw new CertificateException($"'{text}' is no fingerprint of a certificate; one has {Length} hexadecimal digits (SHA-256).");
    }
}
