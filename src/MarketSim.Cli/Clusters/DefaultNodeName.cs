using MarketSim.Cluster.Membership;

namespace MarketSim.Cli.Clusters;

/// <summary>The name of a node that was given none.</summary>
internal static class DefaultNodeName
{
    private const int SuffixDigits = 6;

    /// <summary>The host's name in the letters that nodes may have, and a suffix so that several processes of a host differ.</summary>
    /// <param name="token">Random, at least six digits.</param>
    public static string Of(string host, string token)
    {
        string valid = string.Concat(host.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '-'));
        string shortened = valid[..Math.Min(valid.Length, NodeNames.MaxLength - SuffixDigits - 1)];
        return $"{(shortened.Length > 0 ? shortened : "node")}-{token[..SuffixDigits]}";
    }
}
