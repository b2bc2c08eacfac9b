namespace MarketSim.Numerics.Tests;

/// <summary>The rows of a file of test vectors, cells separated by tabs, as the script beside it wrote them.</summary>
internal static class VectorFile
{
    public static IEnumerable<string[]> Rows(string path) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, path)).Select(line => line.Split('\t'));
}
