using MarketSim.Experiments.Realism;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Experiments.Tests.Realism;

public sealed class MeasuredRunsTests : IDisposable
{
    private static readonly Scenario Market = Of(noiseAgents: 20);

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Finished_run_of_the_same_scenario_is_taken_as_it_is()
    {
        string path = await RunAsync(Market);
        File.WriteAllText(Path.Combine(path, "mark"), string.Empty);

        Assert.Equal(path, await RunAsync(Market));
        Assert.True(File.Exists(Path.Combine(path, "mark")));
        Assert.Single(_said);
        Assert.Equal("run-7", Path.GetFileName(path));
    }

    [Fact]
    public async Task Run_of_another_scenario_and_one_that_was_interrupted_are_made_anew()
    {
        string path = await RunAsync(Market);
        string first = Fingerprint(path);
        await RunAsync(Of(noiseAgents: 21));
        Assert.NotEqual(first, Fingerprint(path), StringComparer.Ordinal);

        File.Delete(Path.Combine(path, RunFolder.SummaryFile));
        await RunAsync(Market);

        Assert.Equal(first, Fingerprint(path));
        Assert.Equal(3, _said.Count);
    }

    [Fact]
    public async Task Interrupted_run_is_no_result()
    {
        using var interrupted = new CancellationTokenSource();
        await interrupted.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new MeasuredRuns(TimeProvider.System, 1, _said.Add).RunAsync(Market, _folder.Path, "run", interrupted.Token));
        Assert.Empty(_said);
    }

    private static Scenario Of(int noiseAgents) =>
        MeasuredRuns.Measured(ScenarioReader.Read(new TestMarketYaml("measured", 60).WithNoise(noiseAgents).WithValue().Text(), "measured.yaml"));

    private Task<string> RunAsync(Scenario scenario) => new MeasuredRuns(TimeProvider.System, 1, _said.Add).RunAsync(scenario, _folder.Path, "run", CancellationToken.None);

    private static string Fingerprint(string path) => SummaryFile.Read(path).Fingerprint;
}
