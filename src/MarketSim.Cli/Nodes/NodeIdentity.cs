using System.Reflection;
using System.Security.Cryptography;
using MarketSim.Agents.PolicyTrading.Engines;
using MarketSim.Cluster.Membership;
using MarketSim.Learning.Gradients;

namespace MarketSim.Cli.Nodes;

/// <summary>Makes the description of a node.</summary>
internal static class NodeIdentity
{
    private const int TokenBytes = 4;
    private const int SuffixDigits = 6;

    public static string Version { get; } =
        typeof(NodeIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public static NodeDescription Describe(NodeSettings settings)
    {
        string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        string host = Environment.MachineName;
        return new NodeDescription(
            settings.Name ?? DefaultName(host, token),
            host,
            settings.Roles,
            settings.Threads,
            Version,
            BuildDigest.Compute(),
            ArithmeticSelfTest.Digest())
        {
            TorchSelfTest = settings.OffersTorch ? TorchDigest() : NodeDescription.NoTorch,
        };
    }

    /// <summary>Loads LibTorch, which takes about a second and 115 MB; a machine that cannot offers none.</summary>
    private static string TorchDigest() => EngineChoice.Torch.Refusal is null ? GradientSelfTest.DigestOf(EngineChoice.Torch.Create()) : NodeDescription.NoTorch;

    /// <summary>The host's name in the letters that nodes may have, and a suffix so that several processes of a host differ.</summary>
    public static string DefaultName(string host, string token)
    {
        string valid = string.Concat(host.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '-'));
        string shortened = valid[..Math.Min(valid.Length, NodeNames.MaxLength - SuffixDigits - 1)];
        return $"{(shortened.Length > 0 ? shortened : "node")}-{token[..SuffixDigits]}";
    }
}
