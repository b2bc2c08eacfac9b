using System.Text.RegularExpressions;
using MarketSim.Numerics.Serialization;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Tests.Markets;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Tests.Running;

namespace MarketSim.Simulation.Tests.Checkpoints;

/// <summary>DETERMINISM.md tells of every part of a checkpoint, and of no other.</summary>
public sealed partial class DeterminismPageTests
{
    [Fact]
    public async Task Parts_of_a_checkpoint_are_those_of_the_page()
    {
        string page = await File.ReadAllTextAsync(SourceTree.PathOf("src", "DETERMINISM.md"));
        string[] told = [.. PartName().Matches(page).SelectMany(match => match.Groups["name"].Captures).Select(capture => capture.Value)];
        Scenario scenario = SmallTraining.Scenario(everyTicks: 50);
        scenario = scenario with { Training = scenario.Training! with { Replicas = 2 } };
        using var folder = new TemporaryFolder();
        await SimulationRun.StartAsync(scenario, folder.Path, SmallMarket.Options());
        using var store = new FolderCheckpointStore(RunFolder.Open(folder.Path).CheckpointsPath, keep: 1);
        CheckpointManifest manifest = (await store.ReadLatestAsync())!;

        Assert.All(manifest.Parts, part => Assert.Contains(told, name => IsNamed(part.Name, name)));
        Assert.All(told, name => Assert.Contains(manifest.Parts, part => IsNamed(part.Name, name)));

        byte[] market = (await store.ReadAsync([manifest.Part("market")]))[0];
        string elements = Regex.Match(page, @"`market`: \[(?<elements>[^\]]*)\]", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Groups["elements"].Value;
        var reader = new MessagePackReader(market);
        Assert.Equal(elements.Split(", ").Length, reader.ReadArrayHeader());
    }

    private static bool IsNamed(string part, string name) => Regex.IsMatch(
        part,
        $"^{name.Replace("NNNNNN", "[0-9]{6}", StringComparison.Ordinal).Replace("NAME", "[^/]+", StringComparison.Ordinal).Replace("-N/", "-[0-9]+/", StringComparison.Ordinal).Replace("…", ".+", StringComparison.Ordinal)}$",
        RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(5));

    // The bullets between two headings: - `name`: …, or - `name`: … and `name`, …
    [GeneratedRegex("^- `(?<name>[a-zA-Z/-]+…?)`:.*?(?:, and `(?<name>[a-zA-Z/-]+…)`, the learner's own parts.)?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex PartName();
}
