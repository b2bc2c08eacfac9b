using System.Globalization;
using MarketSim.Benchmarks.Runs;
using MarketSim.Results;
using MarketSim.Scenarios;

namespace MarketSim.Benchmarks.Clusters;

/// <summary>Runs of agents that act on every tick, in this process and on two nodes by turns, and what the latter put on the wire.</summary>
internal sealed class TickBenchmark(BenchCluster cluster, TimeProvider timeProvider, int repeats)
{
    public async Task<IReadOnlyList<Measurement>> MeasureAsync(int agents, int ticks)
    {
        Scenario scenario = RunBenchmark.NoiseOnly(agents, RunBenchmark.ActiveParameters, ticks);
        List<RunSummary> alone = [];
        List<double> aloneProcessorSeconds = [];
        List<ClusterSample> samples = [];

        // The first pair is for the compilers of all three processes.
        for (int repeat = -1; repeat < repeats; repeat++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            RunSummary summary = await RunBenchmark.RunAsync(scenario, timeProvider).ConfigureAwait(false);
            double processorSeconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            ClusterSample sample = await cluster.RunAsync(scenario).ConfigureAwait(false);
            RequireEqual(summary, sample.Summary);
            if (repeat >= 0)
            {
                alone.Add(summary);
                aloneProcessorSeconds.Add(processorSeconds);
                samples.Add(sample);
            }
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"{agents:N0} agents that act on every tick");
        long agentTicks = (long)agents * ticks;
        return
        [
            Of($"{name}, 1 process", "ticks/s", alone.Select(run => ticks / run.WallSeconds)),
            Of($"{name}, 1 process", "agent-ticks/s", alone.Select(run => agentTicks / run.WallSeconds)),
            Of($"{name}, 2 nodes", "ticks/s", samples.Select(run => ticks / run.Summary.WallSeconds)),
            Of($"{name}, 2 nodes", "agent-ticks/s", samples.Select(run => agentTicks / run.Summary.WallSeconds)),
            Of($"{name}, 2 nodes, a tick", "ms", samples.Select(run => run.Summary.WallSeconds * 1e3 / ticks)),
            Of($"{name}, 2 nodes, from request to answer", "ms", samples.Select(run => run.RoundTripMilliseconds)),
            Of($"{name}, 1 process, processor time of a tick", "ms", aloneProcessorSeconds.Select(seconds => seconds * 1e3 / ticks)),
            Of($"{name}, 2 nodes, processor time of a tick, market's node", "ms", samples.Select(run => run.MarketProcessorSeconds * 1e3 / ticks)),
            Of($"{name}, 2 nodes, processor time of a tick, agents' node", "ms", samples.Select(run => run.AgentsProcessorSeconds * 1e3 / ticks)),
            Of($"{name}, time of 2 nodes over that of 1 process", "times", samples.Zip(alone, (run, beside) => run.Summary.WallSeconds / beside.WallSeconds)),
            Of($"{name}, frames to the node and tick", "frames", samples.Select(run => run.RequestsPerTick), "with heartbeats and set-up: " + Spread(samples.Select(run => run.FramesOutPerTick))),
            Of($"{name}, frames from the node and tick", "frames", samples.Select(run => run.RequestsPerTick), "with heartbeats and set-up: " + Spread(samples.Select(run => run.FramesInPerTick))),
            Of($"{name}, to the agents' node", "bytes/agent-tick", samples.Select(run => run.BytesOut / agentTicks)),
            Of($"{name}, from the agents' node", "bytes/agent-tick", samples.Select(run => run.BytesIn / agentTicks)),
        ];
    }

    private static Measurement Of(string name, string unit, IEnumerable<double> values, string beside = "") => Measurement.Of("cluster", name, unit, values, beside);

    private static string Spread(IEnumerable<double> values) => string.Create(CultureInfo.InvariantCulture, $"{values.Min():0.0000} to {values.Max():0.0000}");

    /// <summary>A figure of a run that came out wrong would be worth nothing.</summary>
    private static void RequireEqual(RunSummary alone, RunSummary spread)
    {
        if (alone.Fingerprint != spread.Fingerprint || alone.StateDigest != spread.StateDigest)
        {
            throw new InvalidOperationException($"The run came out as {spread.Fingerprint}, state {spread.StateDigest}, on two nodes and as {alone.Fingerprint}, state {alone.StateDigest}, in one process.");
        }
    }
}
