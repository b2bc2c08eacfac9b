using MarketSim.Experiments.Sweeps;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Experiments.Tests.Sweeps;

public sealed class LocalSweepRunnerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-sweep-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_is_measured_of_a_finished_run_stands_beside_its_summary_and_finished_seeds_are_not_missing()
    {
        Scenario scenario = ScenarioReader.Read(new TestMarketYaml("small", seconds: 60).WithNoise().WithValue().Text(), "small.yaml");
        string path = Path.Combine(_folder, "sweep");
        var folder = SweepFolder.Open(path, scenario, "small");
        folder.Request([3, 4]);
        var runner = new LocalSweepRunner(folder, TimeProvider.System, jobs: 2, run => [new("spread", File.Exists(Path.Combine(run, RunFolder.BookFile)) ? 0.25m : 0)]);

        await runner.RunAsync(scenario, folder.MissingSeeds, folder.Table.Put, CancellationToken.None);

        var again = SweepFolder.Open(path);
        SweepResult[] results = [.. again.Table.Results];
        Assert.Empty(again.MissingSeeds);
        Assert.Equal([3UL, 4UL], results.Select(result => result.Seed));
        Assert.NotEqual(results[0].Fingerprint, results[1].Fingerprint, StringComparer.Ordinal);
        Assert.All(results, result => Assert.Equal((60m, 0.25m), (Figure(result, "ticks"), Figure(result, "spread"))));
    }

    private static decimal Figure(SweepResult result, string name) => result.Figures.Single(figure => figure.Key == name).Value;
}
