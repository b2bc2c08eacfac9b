using System.Globalization;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>What three nodes hold while their connections are cut again and again, each node's in turn.</summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class ConnectionLossMemoryTests(ProcessCluster cluster, ConsoleLines console) : IClassFixture<ConsoleLines>
{
    private static readonly string[] Names = ["m1", "a1", "l1"];

    // A heap of a few megabytes, of which buffers and caches come and go.
    private const long HeapMarginBytes = 4 << 20;
    private const long WorkingSetMarginBytes = 32 << 20;
    private const long HandleMargin = 8;
    private const long ThreadMargin = 8;

    [LongTheory(nameof(ConnectionLossMemoryTests))]
    [InlineData(100_000, 1_000)]
    [InlineData(1_000_000, 10_000)]
    public async Task Survivors_hold_no_more_after_a_hundred_lost_connections(int ticks, int ticksBetweenCuts)
    {
        // The stand-in bounds the pace, 2,500 ticks a second: while the market's node is alone, it must not run through all the rest.
        var manner = new NodeManner { StandInFloats = 1 << 10, SlicePauseMilliseconds = 10 };
        await cluster.RunNodesAsync(manner, Names);
        ProcessRun run = await cluster.SubmitAsync(FaultMarket.Tiny(ticks));
        var held = Names.ToDictionary(name => name, _ => new List<ProcessMeasurement>(), StringComparer.Ordinal);
        for (int cut = 1; cut < ticks / ticksBetweenCuts; cut++)
        {
            await run.ReachesAsync((long)cut * ticksBetweenCuts);
            await cluster.AreOneClusterAsync();
            foreach (string name in Names)
            {
                held[name].Add(await cluster.Node(name).MeasureAsync(ProcessCluster.Patience));
            }

            string said = await cluster.Node(Names[cut % Names.Length]).CutAsync(ProcessCluster.Patience);
            if (cut % 10 == 0)
            {
                console.Write($"{run.LastTick.Tick:N0} ticks, {cut} cuts, the last: {said}; {string.Join(", ", Names.Select(name => $"{name} {held[name][^1]}"))}");
            }
        }

        foreach (string name in Names)
        {
            Show(name, held[name]);
        }

        await run.EndsAsExpectedAsync(minRecoveries: 50, manner.StandInFloats);
        Assert.All(held.Values, IsFlat);
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
