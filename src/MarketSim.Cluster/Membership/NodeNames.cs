namespace MarketSim.Cluster.Membership;

/// <summary>The rules of the names of nodes.</summary>
public static class NodeNames
{
    /// <summary>Characters of a name, at most.</summary>
    public const int MaxLength = 60;

    private const int SuffixDigits = 6;

    /// <summary>Letters, digits, '-' and '_', up to <see cref="MaxLength"/> of them.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && name.All(IsValid);

    /// <summary>The name of a node that was given none: the host's in the letters that nodes may have, and a suffix so that several processes of a host differ.</summary>
    /// <param name="host">Name of the machine.</param>
    /// <param name="token">Random, at least six letters or digits.</param>
    public static string Default(string host, string token)
    {
        string valid = string.Concat(host.Select(character => IsValid(character) ? character : '-'));
        string shortened = valid[..Math.Min(valid.Length, MaxLength - SuffixDigits - 1)];
        return $"{(shortened.Length > 0 ? shortened : "node")}-{token[..SuffixDigits]}";
    }

    private static bool IsValid(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';
}
