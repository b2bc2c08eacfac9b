using System.Reflection;
using System.Security.Cryptography;
using MarketSim.Agents.PolicyTrading.Engines;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Profiles;
using MarketSim.Learning.Gradients;

namespace MarketSim.Cli.Nodes;

/// <summary>Makes the description of a node.</summary>
internal static class NodeIdentity
{
    private const int TokenBytes = 4;

    public static string Version { get; } =
        typeof(NodeIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public static NodeDescription Describe(NodeSettings settings)
    {
        string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        string host = Environment.MachineName;
        return new NodeDescription(
            settings.Name ?? NodeNames.Default(host, token),
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
}
