namespace MarketSim.Cli.Terminal;

/// <summary>Writes paths as a user would type them.</summary>
internal static class CommandPath
{
    /// <summary>Relative where that is shorter, quoted where it holds spaces.</summary>
    public static string Of(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        string shorter = relative.Length < path.Length ? relative : path;
        return shorter.Contains(' ', StringComparison.Ordinal) ? $"\"{shorter}\"" : shorter;
    }
}
