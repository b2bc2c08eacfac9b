namespace MarketSim.Reporting.Tests;

/// <summary>The README's C# is the program of tests/samples/Readme, which this project builds with it, so that it cannot rot. It trains for minutes, so here it is compiled only.</summary>
public sealed class ReadmeExampleTests
{
    [Fact]
    public void Readme_shows_the_sample_block_after_block()
    {
        string readme = File.ReadAllText(SourceTree.PathOf("README.md")).ReplaceLineEndings("\n");
        string sample = File.ReadAllText(SourceTree.PathOf("tests", "samples", "Readme", "Program.cs")).ReplaceLineEndings("\n");

        Assert.Equal(sample.Trim().Split("\n\n"), Blocks(readme, "csharp"), StringComparer.Ordinal);
    }

    [Fact]
    public void Readme_shows_a_project_file_for_the_package_of_this_version()
    {
        string readme = File.ReadAllText(SourceTree.PathOf("README.md")).ReplaceLineEndings("\n");
        string version = typeof(HtmlReport).Assembly.GetName().Version!.ToString(3);

        Assert.Contains($"<PackageReference Include=\"MarketSim.Reporting\" Version=\"{version}\" />", Assert.Single(Blocks(readme, "xml")), StringComparison.Ordinal);
    }

    private static List<string> Blocks(string readme, string language)
    {
        string fence = $"```{language}\n";
        var blocks = new List<string>();
        for (int from = readme.IndexOf(fence, StringComparison.Ordinal); from >= 0; from = readme.IndexOf(fence, from, StringComparison.Ordinal))
        {
            from += fence.Length;
            int to = readme.IndexOf("\n```", from, StringComparison.Ordinal);
            blocks.Add(readme[from..to]);
            from = to;
        }

        return blocks;
    }
}
