using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Tests;

/// <summary>The README's C# is this code, so that it cannot rot.</summary>
public sealed class ReadmeExampleTests
{
    [Fact]
    public async Task Readme_example_runs()
    {
        using var temporary = new TemporaryFolder();
        string folder = temporary.Path;

        // readme: begin
        Scenario scenario = ScenarioCatalog.Read("quickstart") with { Seed = 7 };
        var options = new RunOptions { TimeProvider = TimeProvider.System };

        RunResult result = await SimulationRun.StartAsync(scenario, folder, options);

        Console.WriteLine($"{result.Summary.Trades} trades, fingerprint {result.Summary.Fingerprint}");
        foreach (GroupResult group in result.Summary.Groups)
        {
            Console.WriteLine($"{group.Name}: profit {group.Profit}");
        }

        // readme: end
        Assert.Equal(RunStatus.Finished, result.Summary.Status);
        Assert.Equal(7UL, result.Summary.Seed);
    }

    [Fact]
    public void Readme_shows_the_example_as_it_is()
    {
        string source = File.ReadAllText(SourceTree.PathOf("tests", "MarketSim.Simulation.Tests", "ReadmeExampleTests.cs"));
        string readme = File.ReadAllText(SourceTree.PathOf("README.md"));

        Assert.Contains($"```csharp\n{Between(source, "// readme: begin", "// readme: end")}\n```", readme.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quickstart_has_the_fingerprint_and_digest_that_the_readme_shows()
    {
        RunSummary summary = await Running.SmallMarket.RunAsync(ScenarioCatalog.Read("quickstart"));
        string readme = File.ReadAllText(SourceTree.PathOf("README.md"));

        Assert.Contains($"Fingerprint  {summary.Fingerprint}", readme, StringComparison.Ordinal);
        Assert.Contains($"State digest {summary.StateDigest}", readme, StringComparison.Ordinal);
    }

    private static string Between(string text, string begin, string end)
    {
        int start = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        int stop = text.IndexOf(end, start, StringComparison.Ordinal);
        IEnumerable<string> lines = text[start..stop].Split('\n').Select(line => line.StartsWith("        ", StringComparison.Ordinal) ? line[8..] : line);
        return string.Join('\n', lines).Trim();
    }
}
