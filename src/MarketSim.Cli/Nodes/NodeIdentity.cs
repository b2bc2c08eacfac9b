using System.Reflection;
using System.Security.Cryptography;
using MarketSim.Cluster.Store;

namespace MarketSim.Cli.Nodes;

/// <summary>Makes what a node says of itself.</summary>
internal static class NodeIdentity
{
    private const int TokenBytes = 16;
    private const int SuffixDigits = 6;

    public static string Version { get; } =
        typeof(NodeIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public static NodeDescription Describe(NodeSettings settings)
    {
        string process = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        string host = Environment.MachineName;
        return new NodeDescription(
            settings.Name ?? DefaultName(host, process),
            process,
            host,
            settings.Roles,
            settings.Threads,
            Version,
            BuildDigest.Compute(),
            ArithmeticSelfTest.Digest());
    }

    /// <summary>The host's name in the letters that nodes may have, and a suffix so that several processes of a host differ.</summary>
    public static string DefaultName(string host, string process)
    {
        string valid = string.Concat(host.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '-'));
        string shortened = valid[..Math.Min(valid.Length, NodeNames.LongestName - SuffixDigits - 1)];
        return $"{(shortened.Length > 0 ? shortened : "node")}-{process[..SuffixDigits]}";
    }
}
