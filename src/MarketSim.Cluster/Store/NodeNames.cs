using System.Globalization;

namespace MarketSim.Cluster.Store;

/// <summary>What a node may be called, and where frames for it go.</summary>
public static class NodeNames
{
    public const int LongestName = 60;

    /// <summary>Letters, digits, '-' and '_', up to <see cref="LongestName"/> of them.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= LongestName && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    public static string Inbox(string node, long incarnation) => string.Create(CultureInfo.InvariantCulture, $"node.{node}.{incarnation}");
}
