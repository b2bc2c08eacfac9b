using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>A market in which every kind of request and of account event is common, from strategies that a scenario file cannot name.</summary>
public sealed class RestlessMarketTests
{
    [Fact]
    public async Task Market_of_expiring_amended_and_cancelled_orders_is_as_lively_as_the_other_tests_suppose()
    {
        using var folder = new TemporaryFolder();

        RunResult result = await SimulationRun.StartAsync(Market(), folder.Path, SmallMarket.Options());
        RunSummary withoutExpiry = await SmallMarket.RunAsync(Market(expire: false));

        CsvTable metrics = new(folder[RunFolder.MetricsFile]);
        Assert.Equal(RunStatus.Finished, result.Summary.Status);
        Assert.True(metrics.Numbers("amendments")[^1] > 500, $"{metrics.Numbers("amendments")[^1]} amendments");
        Assert.True(metrics.Numbers("cancels")[^1] > 200, $"{metrics.Numbers("cancels")[^1]} cancels");
        Assert.True(metrics.Numbers("refusals")[^1] > 50, $"{metrics.Numbers("refusals")[^1]} refusals");
        Assert.True(result.Summary.Groups.Single(group => group.Name == "restless").Trades > 200);
        Assert.NotEqual(withoutExpiry.Fingerprint, result.Summary.Fingerprint, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Placement_and_checkpoints_do_not_change_the_result()
    {
        RunSummary expected = await SmallMarket.RunAsync(Market(), partitions: 1, threads: 1);

        DeterminismTests.AssertSame(expected, await SmallMarket.RunAsync(Market(), partitions: 7, threads: 2));
        DeterminismTests.AssertSame(expected, await SmallMarket.RunAsync(Market(everyTicks: 7), partitions: 3, threads: 2));
    }

    [Fact]
    public async Task Run_killed_at_any_time_and_resumed_ends_like_one_that_was_not()
    {
        Scenario scenario = Market(everyTicks: 23);
        using var whole = new TemporaryFolder();
        List<TemporaryFolder> killed = [];
        RunResult expected = await SimulationRun.StartAsync(scenario, whole.Path, SmallMarket.Options(progress: _ => killed.Add(whole.Copy())));

        Assert.True(killed.Count >= 3, $"only {killed.Count} moments were caught");
        foreach (TemporaryFolder folder in killed)
        {
            RunResult resumed = await SimulationRun.ResumeAsync(scenario, folder.Path, SmallMarket.Options(partitions: 5));

            DeterminismTests.AssertSame(expected.Summary, resumed.Summary);
            Assert.Equal(expected.Summary.Groups, resumed.Summary.Groups);
            Assert.Equal(File.ReadAllText(whole[RunFolder.TradesFile]), File.ReadAllText(folder[RunFolder.TradesFile]));
            folder.Dispose();
        }
    }

    private static Scenario Market(long? everyTicks = null, bool expire = true) =>
        SmallMarket.Scenario(everyTicks: everyTicks, seconds: 300).With(RestlessStrategy.Group(count: 30, expire));
}
