using System.Globalization;
using MarketSim.Benchmarks.Runs;
using MarketSim.Scenarios;

namespace MarketSim.Benchmarks.Clusters;

/// <summary>SIGKILL of a node in the middle of a run: how long until its first tick, and how much of that is the restore.</summary>
internal sealed class RecoveryBenchmark(BenchCluster cluster, TimeProvider timeProvider, int repeats)
{
    /// <summary>More than are ever opened: the run is stopped before.</summary>
    private const int Ticks = 1_000_000;

    private const int TicksBetweenCheckpoints = 10;
    private const int TicksBeforeKill = 15;

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(int agents)
    {
        Scenario scenario = RunBenchmark.NoiseOnly(agents, RunBenchmark.ActiveParameters, Ticks) with
        {
            Checkpoint = new ScenarioCheckpoint { EveryTicks = TicksBetweenCheckpoints, Every = null },
        };
        List<(double Ticking, double Restore)> agentNodes = [];
        List<(double Ticking, double Restore)> marketNodes = [];
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            agentNodes.Add(await KillAsync(scenario, cluster.Agents, cluster.Market).ConfigureAwait(false));
            marketNodes.Add(await KillAsync(scenario, cluster.Market, cluster.Agents).ConfigureAwait(false));
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"recovery of {agents:N0} agents");
        return [.. Show($"{name}, their node killed", agentNodes), .. Show($"{name}, the leader's node killed", marketNodes)];
    }

    private static IEnumerable<Measurement> Show(string name, List<(double Ticking, double Restore)> samples) =>
    [
        Measurement.Of("cluster", $"{name}, until the first tick", "s", samples.Select(sample => sample.Ticking)),
        Measurement.Of("cluster", $"{name}, of that from the last placement on", "s", samples.Select(sample => sample.Restore)),
    ];

    /// <returns>In seconds from the kill.</returns>
    private async Task<(double Ticking, double Restore)> KillAsync(Scenario scenario, BenchNode victim, BenchNode survivor)
    {
        string run = await cluster.SubmitAsync(scenario).ConfigureAwait(false);
        long epoch = 0;
        await cluster.UntilAsync(async () =>
        {
            (epoch, long tick) = await cluster.Market.LeadAsync().ConfigureAwait(false);
            return tick >= TicksBeforeKill;
        }, "the run to begin").ConfigureAwait(false);

        long killedAt = timeProvider.GetTimestamp();
        await victim.KillAsync().ConfigureAwait(false);
        double placed = 0;
        long placedEpoch = epoch;
        await cluster.UntilAsync(async () =>
        {
            (long now, long tick) = await survivor.LeadAsync().ConfigureAwait(false);
            if (now > placedEpoch)
            {
                // More than once when it is first placed on the dead node again.
                placedEpoch = now;
                placed = timeProvider.GetElapsedTime(killedAt).TotalSeconds;
            }

            return now > epoch && tick >= 0;
        }, "the run to continue").ConfigureAwait(false);
        double ticking = timeProvider.GetElapsedTime(killedAt).TotalSeconds;

        await cluster.Store.RequestStopAsync(run).ConfigureAwait(false);
        await cluster.UntilAsync(async () => (await survivor.LeadAsync().ConfigureAwait(false)).Epoch == 0, "the run to stop").ConfigureAwait(false);
        await cluster.ReplaceAsync(victim).ConfigureAwait(false);
        return (ticking, ticking - placed);
    }
}
