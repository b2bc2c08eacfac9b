namespace MarketSim.Cluster.Membership;

/// <summary>The rules of the names of nodes.</summary>
public static class NodeNames
{
    /// <summary>Characters of a name, at most.</summary>
    public const int MaxLength = 60;

    /// <summary>Letters, digits, '-' and '_', up to <see cref="MaxLength"/> of them.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}
