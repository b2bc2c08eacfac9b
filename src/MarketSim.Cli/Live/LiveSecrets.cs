using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MarketSim.Cluster.Profiles;
using MarketSim.Live.Configuration;

namespace MarketSim.Cli.Live;

/// <summary>The token and the certificate of a page that other machines can reach.</summary>
internal static class LiveSecrets
{
    /// <summary>A token of the user's own, for pages whose address is to stay the same.</summary>
    public const string TokenVariable = "MARKETSIM_LIVE_TOKEN";

    private const int TokenBytes = 18;
    private const int MinCharacters = 16;

    /// <exception cref="ClusterSettingException">The user's own is too short.</exception>
    public static string? Token(LiveAddress address) => Environment.GetEnvironmentVariable(TokenVariable) switch
    {
        { Length: > 0 and < MinCharacters } => throw new ClusterSettingException($"{TokenVariable} has fewer than {MinCharacters} characters and could be guessed; give a longer one, or unset it and let the command make one."),
        { Length: > 0 } own => own,
        _ when address.IsLoopback => null,
        _ => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes)),
    };

    /// <exception cref="ClusterSettingException">The file holds no certificate with its key.</exception>
    public static X509Certificate2 ReadCertificate(string path, string? keyPath)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(path, keyPath);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ClusterSettingException($"--live-certificate {path}: {exception.Message} It must be a certificate in PEM form, with its private key in the same file or in that of --live-key.");
        }
    }
}
