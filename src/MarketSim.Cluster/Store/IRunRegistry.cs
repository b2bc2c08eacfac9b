using MarketSim.Results;

namespace MarketSim.Cluster.Store;

/// <summary>The registry of runs and of their leaders.</summary>
public interface IRunRegistry
{
    /// <exception cref="RunNameTakenException">There is such a run, or was one.</exception>
    Task SubmitAsync(RunSubmission run);

    /// <summary>The record of a run; null when there is none.</summary>
    Task<RunRecord?> ReadRunAsync(string run);

    /// <summary>All runs, oldest first.</summary>
    Task<IReadOnlyList<RunRecord>> ReadRunsAsync();

    /// <summary>The runs that are to be carried out, oldest first: all that have a holder, and of the others the oldest 100.</summary>
    Task<IReadOnlyList<ActiveRun>> ReadActiveAsync();

    /// <summary>Requests the leader of the run to take a checkpoint and end it as interrupted.</summary>
    /// <returns>False when the run is over already, or unknown.</returns>
    Task<bool> RequestStopAsync(string run);

    /// <summary>Makes an interrupted or failed run one to be carried out again. Its recoveries are forgotten, so that what ended it does not end it at once.</summary>
    /// <returns>False when it is neither.</returns>
    Task<bool> RequestResumeAsync(string run);

    /// <summary>Removes a run that is over, with all that is stored of it. Its name is not given again: nodes may remember it.</summary>
    /// <returns>False when it is not over, or unknown.</returns>
    Task<bool> RemoveRunAsync(string run);

    /// <summary>
    /// Takes the lead of a run under the next epoch, from any holder, provided that its epoch is still the one that the caller read. Every write of
    /// an earlier epoch that was accepted is there when this returns; none is accepted afterwards. Until the first report the run is at
    /// <see cref="RunPosition.Start"/>.
    /// </summary>
    /// <param name="expectedEpoch">The epoch that the caller read; 0 for a run without a leader so far.</param>
    /// <param name="holder">The incarnation of the node that takes the lead.</param>
    /// <param name="build">Of the node. The first lease of a run fixes the build that may carry it out.</param>
    /// <returns>Null when the epoch is another by now, the run is over, or it belongs to another build.</returns>
    Task<RunLease?> AcquireAsync(string run, long expectedEpoch, string holder, string build);

    /// <summary>Records that the run is led, and where it is.</summary>
    /// <param name="progress">Shown to clients that ask; a JSON object.</param>
    /// <returns>Null when the lease is lost, or the run is over.</returns>
    Task<LeaderInstructions?> ReportAsync(RunLease lease, RunPosition position, string? progress);

    /// <summary>
    /// Begins the next epoch under the same holder and records why. Every write of an earlier epoch that was accepted is there when this returns; none is
    /// accepted afterwards.
    /// </summary>
    /// <param name="recovery">Recorded under the epoch that begins, whatever it says itself.</param>
    /// <returns>Null when the lease is lost, or the run is over.</returns>
    Task<RunLease?> RaiseAsync(RunLease lease, Recovery recovery);

    /// <summary>Notes a recovery that came with taking the lead; once an epoch, further ones are left out.</summary>
    /// <returns>False when the lease is lost.</returns>
    Task<bool> NoteAsync(RunLease lease, Recovery recovery);

    /// <summary>Gives the lead up at once; anybody may take it.</summary>
    Task ReleaseAsync(RunLease lease);

    /// <summary>Ends a run that cannot continue as failed. The last committed checkpoint stays.</summary>
    /// <param name="summary">Content of <c>run.json</c>.</param>
    /// <returns>False when the lease is lost.</returns>
    Task<bool> FailAsync(RunLease lease, string message, RunSummary summary);

    /// <summary>Recoveries of a run, oldest first, at most the last 1,000.</summary>
    Task<IReadOnlyList<Recovery>> ReadRecoveriesAsync(string run);
}

/// <param name="Run">Its name: see <see cref="Membership.NodeNames.IsValid"/>, up to 100 characters.</param>
/// <param name="Scenario">Resolved, as YAML. The files it names are in the store by digest.</param>
/// <param name="MaxNodes">Maximum number of its nodes; 0 for all.</param>
/// <param name="Sweep">The sweep that it is part of; null for none.</param>
public sealed record RunSubmission(string Run, string Scenario, string ScenarioDigest, int MaxNodes, string? Sweep);

/// <summary>The store's record of a run.</summary>
/// <param name="Message">Reason of a failure; otherwise empty.</param>
/// <param name="Build">Of the nodes that may carry it out; null before the first lease.</param>
/// <param name="Epoch">0 before the first lease.</param>
/// <param name="Holder">The incarnation of the node that leads it; null for none.</param>
/// <param name="CommittedTick">The tick of the last committed checkpoint; null for none.</param>
/// <param name="Progress">Last word of the holder, a JSON object; null for none.</param>
/// <param name="Recoveries">Number of recoveries.</param>
/// <param name="SinceEnded">Null while it is running.</param>
public sealed record RunRecord(
    RunSubmission Submission,
    RunStatus Status,
    string Message,
    string? Build,
    long Epoch,
    string? Holder,
    bool IsStopRequested,
    long? CommittedTick,
    string? Progress,
    int Recoveries,
    TimeSpan SinceSubmitted,
    TimeSpan? SinceEnded);

/// <summary>A run that is to be carried out.</summary>
/// <param name="Build">Of the nodes that may carry it out; null when it has not begun.</param>
/// <param name="Epoch">0 before the first lease.</param>
/// <param name="Holder">The incarnation of the node that leads it, alive or not; null for none.</param>
/// <param name="SinceReport">Since its holder reported last, took the lead, or gave it up; since it was submitted, when it had no leader yet. By the store's clock.</param>
public sealed record ActiveRun(string Run, string? Build, long Epoch, string? Holder, TimeSpan SinceReport);

/// <summary>
/// The right to lead a run, for as long as its epoch is the run's. It does not expire: a node that believes its holder to be dead takes the lead under the
/// next epoch, and what the holder still writes is refused.
/// </summary>
/// <param name="Before">The lost lease and its position, when the former leader failed; null when it released the lease, or there was none.</param>
public sealed record RunLease(string Run, string Holder, long Epoch, RunSubmission Submission, LostLease? Before);

/// <param name="Position">The last report of that holder.</param>
public sealed record LostLease(string Holder, RunPosition Position);

/// <summary>The operators' requests to the leader of a run.</summary>
public sealed record LeaderInstructions(bool IsStopRequested);

/// <summary>The position of a run, as last reported by its leader.</summary>
/// <param name="Tick">The tick opened last; -1 before the first.</param>
/// <param name="IsRecovering">True from taking the lead, or raising the epoch, until the first tick after it.</param>
public sealed record RunPosition(long Tick, bool IsRecovering)
{
    /// <summary>The position of a run before its first tick.</summary>
    public static RunPosition Start { get; } = new(-1, IsRecovering: true);
}

/// <summary>A recovery: the reason why an epoch ended.</summary>
/// <param name="Epoch">The epoch that begins.</param>
/// <param name="Node">The lost node; empty for none.</param>
/// <param name="Tick">The tick that was open.</param>
/// <param name="CommittedTick">The checkpoint that the run resumes from; -1 for its beginning.</param>
public sealed record Recovery(long Epoch, RecoveryCause Cause, string Node, long Tick, long CommittedTick, string Message);

/// <summary>The kind of event that ended an epoch of a run.</summary>
public enum RecoveryCause
{
    /// <summary>A process or an actor failed at its work.</summary>
    NodeFailure = 1,

    /// <summary>The store or a connection was unavailable: not recorded as a node failure.</summary>
    Outage = 2,

    /// <summary>Nodes came or went in order.</summary>
    Rebalance = 3,

    /// <summary>A process died while the run was being restored: what it did before counts, this does not.</summary>
    Interrupted = 4,
}
