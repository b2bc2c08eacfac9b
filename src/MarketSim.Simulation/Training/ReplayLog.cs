using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Training;

/// <summary>Reads from a run when its learners were done, which is all that an asynchronous run depends on beside its scenario.</summary>
internal static class ReplayLog
{
    /// <returns>By policy: the ticks at which its updates ended.</returns>
    public static async Task<IReadOnlyDictionary<string, IReadOnlySet<long>>> ReadAsync(Scenario scenario, ICheckpointStore store, CheckpointManifest manifest)
    {
        var log = new Dictionary<string, IReadOnlySet<long>>(StringComparer.Ordinal);
        foreach (ScenarioPolicy policy in ScenarioPolicies.Of(scenario, new Population(scenario)).Where(policy => policy.Learns))
        {
            IReadOnlyList<byte[]> content = await store.ReadAsync([manifest.Part(LearnerState.StatePart(policy.Name))]).ConfigureAwait(false);
            log.Add(policy.Name, LearnerState.ReadUpdates(content[0]).Select(update => update.Tick).ToHashSet());
        }

        return log;
    }
}
