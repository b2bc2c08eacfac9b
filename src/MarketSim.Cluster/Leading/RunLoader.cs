using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Store;
using MarketSim.Engine.Definitions;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Scenarios;
using MarketSim.Simulation.Participants;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Leading;

/// <summary>The run that a leader places.</summary>
/// <param name="Failure">Reason why the run cannot be executed; null when it can.</param>
internal sealed record LoadedRun(
    RunLease Lease,
    Scenario Scenario,
    MarketDefinition Market,
    IReadOnlyList<ParticipantDefinition> Participants,
    CheckpointManifest? Manifest,
    IReadOnlyList<Recovery> Recoveries,
    string? Failure);

/// <summary>Reads a run from the store.</summary>
internal sealed class RunLoader(NodeOptions options)
{
    /// <exception cref="ScenarioException">The scenario cannot be read.</exception>
    /// <exception cref="CheckpointException">The last manifest is damaged.</exception>
    public async Task<LoadedRun> LoadAsync(RunLease lease)
    {
        Scenario scenario = await options.Scenarios.ReadAsync(options.Store, lease.Submission.Scenario).ConfigureAwait(false);
        CheckpointManifest? manifest = await options.Store.ReadLatestAsync(lease.Run).ConfigureAwait(false);
        IReadOnlyList<Recovery> recoveries = await options.Store.ReadRecoveriesAsync(lease.Run).ConfigureAwait(false);
        string digest = scenario.Digest();
        return new LoadedRun(
            lease,
            scenario,
            scenario.ToMarket(),
            options.Participants(scenario),
            manifest,
            recoveries,
            manifest is not null && manifest.ScenarioDigest != digest ? "Its checkpoint belongs to another scenario." : null);
    }

    /// <summary>The content of <c>run.json</c> of a run that failed.</summary>
    /// <param name="loaded">Null when not even its scenario could be read.</param>
    public RunSummary FailedSummary(LoadedRun? loaded, RunLease lease, string message) =>
        loaded is null ? RunSummaries.Unreadable(lease.Run, message) : RunSummaries.Failed(loaded.Scenario, message, loaded.Manifest?.Summary);
}
