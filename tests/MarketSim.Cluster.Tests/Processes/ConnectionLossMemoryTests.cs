using System.Globalization;
using System.Net;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>What two nodes hold while their connections are cut again and again: a million ticks, a cut every 10,000, each node's in turn.</summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class ConnectionLossMemoryTests(ProcessCluster cluster, ConsoleLines console) : IClassFixture<ConsoleLines>
{
    private const int Ticks = 1_000_000;
    private const int TicksBetweenCuts = 10_000;

    // A heap of a few megabytes, of which buffers and caches come and go.
    private const long HeapMarginBytes = 4 << 20;
    private const long WorkingSetMarginBytes = 32 << 20;
    private const long HandleMargin = 8;
    private const long ThreadMargin = 8;

    [LongFact(nameof(ConnectionLossMemoryTests))]
    public async Task Survivors_hold_no_more_after_a_hundred_lost_connections()
    {
        await using var marketRelay = new TcpRelay(IPAddress.Loopback, cluster.OwnPlace.Broker);
        await using var agentRelay = new TcpRelay(IPAddress.Loopback, cluster.OwnPlace.Broker);
        cluster.Places["m1"] = cluster.OwnPlace with { Broker = marketRelay.EndPoint };
        cluster.Places["a1"] = cluster.OwnPlace with { Broker = agentRelay.EndPoint };
        try
        {
            await cluster.RunNodesAsync(new NodeManner(), "m1", "a1");
            ProcessRun run = await cluster.SubmitAsync(FaultMarket.Tiny(Ticks));
            List<ProcessMeasurement> market = [];
            List<ProcessMeasurement> agents = [];
            for (int cut = 1; cut < Ticks / TicksBetweenCuts; cut++)
            {
                await run.ReachesAsync((long)cut * TicksBetweenCuts);
                market.Add(await cluster.Node("m1").MeasureAsync(ProcessCluster.Patience));
                agents.Add(await cluster.Node("a1").MeasureAsync(ProcessCluster.Patience));
                (cut % 2 == 0 ? marketRelay : agentRelay).Cut();
            }

            Show("market node", market);
            Show("agent node", agents);
            await run.EndsAsExpectedAsync(leastRecoveries: 90, standInFloats: 1);
            IsFlat(market);
            IsFlat(agents);
        }
        finally
        {
            cluster.Places.Clear();
            await cluster.RunNodesAsync(new NodeManner());
        }
    }

    // The first ten cuts warm up; then the last third must be like the first.
    private static void IsFlat(List<ProcessMeasurement> all)
    {
        (ProcessMeasurement first, ProcessMeasurement last) = Thirds(all);
        Assert.InRange(last.HeapBytes, 0, first.HeapBytes + HeapMarginBytes);
        Assert.InRange(last.WorkingSetBytes, 0, first.WorkingSetBytes + WorkingSetMarginBytes);
        Assert.InRange(last.Handles, 0, first.Handles + HandleMargin);
        Assert.InRange(last.Threads, 0, first.Threads + ThreadMargin);
    }

    private static (ProcessMeasurement First, ProcessMeasurement Last) Thirds(List<ProcessMeasurement> all)
    {
        List<ProcessMeasurement> warm = [.. all.Skip(10)];
        int third = warm.Count / 3;
        return (MedianOf(warm[..third]), MedianOf(warm[^third..]));
    }

    private static ProcessMeasurement MedianOf(IReadOnlyList<ProcessMeasurement> some) => new(
        Median(some.Select(one => one.HeapBytes)),
        Median(some.Select(one => one.WorkingSetBytes)),
        Median(some.Select(one => one.Handles)),
        Median(some.Select(one => one.Threads)));

    private static long Median(IEnumerable<long> values)
    {
        long[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private void Show(string node, List<ProcessMeasurement> all)
    {
        (ProcessMeasurement first, ProcessMeasurement last) = Thirds(all);
        console.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{node}, medians of the first and the last third of {all.Count} cuts: heap {Megabytes(first.HeapBytes)} and {Megabytes(last.HeapBytes)} MB, working set {Megabytes(first.WorkingSetBytes)} and {Megabytes(last.WorkingSetBytes)} MB, handles {first.Handles} and {last.Handles}, threads {first.Threads} and {last.Threads}"));
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
}
