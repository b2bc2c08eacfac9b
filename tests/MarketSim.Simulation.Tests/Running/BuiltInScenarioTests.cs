using System.Globalization;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>What the built-in scenarios promise, whatever the seed.</summary>
public sealed class BuiltInScenarioTests
{
    [Fact]
    public async Task Quickstart_is_a_lively_market_whose_price_follows_the_value()
    {
        using var folder = new TemporaryFolder();
        RunResult result = await RunAsync("quickstart", folder);

        Assert.Equal(1_000, result.Summary.Agents);
        Assert.Equal(0, result.Summary.AgentFailures);
        Assert.Empty(result.Summary.Notes);
        Assert.InRange(result.Summary.Trades, 50_000, 300_000);
        Assert.All(result.Summary.Groups, group => Assert.True(group.Trades > 0, $"{group.Name} never traded"));

        string[][] rows = [.. File.ReadLines(folder[RunFolder.BookFile]).Select(line => line.Split(','))];
        int bid = Array.IndexOf(rows[0], "bid");
        int ask = Array.IndexOf(rows[0], "ask");
        int value = Array.IndexOf(rows[0], "fundamental");
        (double Bid, double Ask, double Value)[] samples =
            [.. rows.Skip(1).Where(row => row[bid].Length > 0 && row[ask].Length > 0).Select(row => (Number(row[bid]), Number(row[ask]), Number(row[value])))];
        Assert.InRange(samples.Length, rows.Length * 0.99, rows.Length);
        Assert.InRange(samples.Average(sample => sample.Ask - sample.Bid), 0.01, 0.05);
        Assert.InRange(Median(samples.Select(sample => Math.Abs(((sample.Bid + sample.Ask) / 2 / sample.Value) - 1))), 0, 0.001);
    }

    [Fact]
    public async Task Rmsc04_sends_about_as_many_orders_as_in_abides()
    {
        using var folder = new TemporaryFolder();
        RunResult result = await RunAsync("rmsc04", folder);

        Assert.Equal([2, 102, 12, 1_000], result.Summary.Groups.Select(group => group.Agents));
        Assert.Equal(2_340_000, result.Summary.Ticks);

        // ABIDES: 22,930 limit orders and 18,581 executions. A market maker's ladder travels there as one batch, and counts as one here.
        GroupResult makers = result.Summary.Groups[0];
        long withoutMakers = result.Summary.Orders - makers.Orders;
        Assert.InRange(withoutMakers + (makers.Orders / 20), 20_000, 25_000);
        Assert.InRange(result.Summary.Trades, 15_000, 22_000);
    }

    private static async Task<RunResult> RunAsync(string name, TemporaryFolder folder)
    {
        RunResult result = await SimulationRun.StartAsync(ScenarioCatalog.Read(name), folder.Path, new RunOptions { TimeProvider = TimeProvider.System });
        Assert.Equal(RunStatus.Finished, result.Summary.Status);
        return result;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
