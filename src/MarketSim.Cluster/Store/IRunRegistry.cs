using MarketSim.Simulation.Output;

namespace MarketSim.Cluster.Store;

/// <summary>Which runs there are, and who leads each.</summary>
public interface IRunRegistry
{
    /// <exception cref="RunNameTakenException">There is such a run, or was one.</exception>
    Task SubmitAsync(RunSubmission run);

    Task<RunRecord?> ReadRunAsync(string run);

    /// <summary>All runs, oldest first.</summary>
    Task<IReadOnlyList<RunRecord>> ReadRunsAsync();

    /// <summary>The runs that are to be carried out and that nobody leads at present, oldest first, at most 100.</summary>
    Task<IReadOnlyList<LeaderlessRun>> ReadLeaderlessAsync();

    /// <summary>Asks whoever leads the run to take a checkpoint and end it as interrupted.</summary>
    /// <returns>False when the run is over already, or unknown.</returns>
    Task<bool> RequestStopAsync(string run);

    /// <summary>Makes an interrupted or failed run one to be carried out again. Its recoveries are forgotten, so that what ended it does not end it at once.</summary>
    /// <returns>False when it is neither.</returns>
    Task<bool> RequestResumeAsync(string run);

    /// <summary>Removes a run that is over, with all that is stored of it. Its name is not given again: nodes may remember it.</summary>
    /// <returns>False when it is not over, or unknown.</returns>
    Task<bool> RemoveRunAsync(string run);

    /// <summary>Takes the lead of a run that nobody leads, under the next epoch. Until the first renewal the run stands at <see cref="RunPosition.Start"/>.</summary>
    /// <param name="holder">Unique for each start of a process.</param>
    /// <param name="build">Of the node. The first lease of a run fixes the build that may carry it out.</param>
    /// <returns>Null when somebody else leads, the run is over, or it belongs to another build.</returns>
    Task<Lease?> AcquireAsync(string run, string holder, string build, TimeSpan length);

    /// <summary>Extends the lease from now, and leaves word of where the run stands.</summary>
    /// <param name="progress">Shown to whoever asks; a JSON object.</param>
    /// <returns>Null when the lease is lost, or has ended.</returns>
    Task<LeaseRenewal?> RenewAsync(Lease lease, RunPosition position, string? progress);

    /// <summary>
    /// Begins the next epoch under the same holder, notes why, and extends the lease from now. Every write of an earlier epoch that was accepted is
    /// there when this returns; none is accepted afterwards.
    /// </summary>
    /// <param name="recovery">Noted under the epoch that begins, whatever it says itself.</param>
    /// <returns>Null when the lease is lost, or has ended.</returns>
    Task<Lease?> RaiseAsync(Lease lease, Recovery recovery);

    /// <summary>Notes a recovery that came with taking the lead; once an epoch, further ones are left out.</summary>
    /// <returns>False when the lease is lost.</returns>
    Task<bool> NoteAsync(Lease lease, Recovery recovery);

    /// <summary>Gives the lead up at once; anybody may take it.</summary>
    Task ReleaseAsync(Lease lease);

    /// <summary>Ends a run that cannot go on as failed. The last committed checkpoint stays.</summary>
    /// <param name="summary">What becomes <c>run.json</c>.</param>
    /// <returns>False when the lease is lost.</returns>
    Task<bool> FailAsync(Lease lease, string message, RunSummary summary);

    /// <summary>Recoveries of a run, oldest first, at most the last 1,000.</summary>
    Task<IReadOnlyList<Recovery>> ReadRecoveriesAsync(string run);
}

/// <param name="Run">Its name: see <see cref="NodeNames.IsValid"/>, up to 100 characters.</param>
/// <param name="Scenario">Resolved, as YAML. The files it names are in the store by digest.</param>
/// <param name="MostNodes">How many nodes it is spread over at most; 0 for all.</param>
/// <param name="Sweep">The sweep that it is part of; null for none.</param>
public sealed record RunSubmission(string Run, string Scenario, string ScenarioDigest, int MostNodes, string? Sweep);

/// <summary>What the store says of a run.</summary>
/// <param name="Message">Why it failed; otherwise empty.</param>
/// <param name="Build">Of the nodes that may carry it out; null before the first lease.</param>
/// <param name="Epoch">0 before the first lease.</param>
/// <param name="Holder">Who leads it; null for nobody.</param>
/// <param name="CommittedTick">The tick of the last committed checkpoint; null for none.</param>
/// <param name="Progress">Last word of the holder, a JSON object; null for none.</param>
/// <param name="Recoveries">How often it was recovered.</param>
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

/// <param name="Build">Of the nodes that may carry it out; null when it has not begun.</param>
/// <param name="SinceExpiry">How long nobody has led it.</param>
public sealed record LeaderlessRun(string Run, string? Build, TimeSpan SinceExpiry);

/// <summary>The right to lead a run for a while. Its epoch is the generation that all frames and writes of that time carry.</summary>
/// <param name="Before">Who led before and how far, when that lease ended without a word; null when it was given up in order, or is the first.</param>
public sealed record Lease(string Run, string Holder, long Epoch, TimeSpan Length, RunSubmission Submission, LostLead? Before);

/// <param name="Position">The last word of that holder.</param>
public sealed record LostLead(string Holder, RunPosition Position);

public sealed record LeaseRenewal(bool IsStopRequested);

/// <summary>Where a run stands, as far as its leader has said.</summary>
/// <param name="Tick">The tick opened last; -1 before the first.</param>
/// <param name="IsRecovering">True from taking the lead, or raising the epoch, until the first tick after it.</param>
public sealed record RunPosition(long Tick, bool IsRecovering)
{
    public static RunPosition Start { get; } = new(-1, IsRecovering: true);
}

/// <summary>Why an epoch ended.</summary>
/// <param name="Epoch">The epoch that begins.</param>
/// <param name="Node">Whose loss it was; empty for none.</param>
/// <param name="Tick">The tick that was open.</param>
/// <param name="CommittedTick">The checkpoint that the run goes on from; -1 for its beginning.</param>
public sealed record Recovery(long Epoch, RecoveryCause Cause, string Node, long Tick, long CommittedTick, string Message);

public enum RecoveryCause
{
    /// <summary>A process or an actor died at its work.</summary>
    Death = 1,

    /// <summary>A broker, a database or a connection was away: nobody's fault.</summary>
    Outage = 2,

    /// <summary>Nodes came or went in order.</summary>
    Rebalance = 3,

    /// <summary>A process died while the run was being restored: what it did before counts, this does not.</summary>
    Interrupted = 4,
}
