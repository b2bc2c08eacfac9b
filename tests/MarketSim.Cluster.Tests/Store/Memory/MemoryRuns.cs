using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Store.Memory;

/// <summary>The runs of an <see cref="InMemoryClusterStore"/>, and who leads them.</summary>
internal sealed class MemoryRuns(Func<TimeSpan> now)
{
    private const int MaxWithoutHolder = 100;
    private const int MaxRecoveries = 1_000;

    private readonly List<MemoryRun> _runs = [];
    private readonly SortedSet<string> _removed = new(StringComparer.Ordinal);

    public MemoryRun? Find(string run) => _runs.Find(candidate => candidate.Submission.Run == run);

    /// <exception cref="StaleEpochException">The run has another epoch.</exception>
    public MemoryRun OfEpoch(string run, long epoch) => Find(run) is { } found && found.Epoch == epoch ? found : throw new StaleEpochException(run, epoch);

    public void Submit(RunSubmission submission)
    {
        if (Find(submission.Run) is not null || _removed.Contains(submission.Run))
        {
            throw new RunNameTakenException(submission.Run);
        }

        _runs.Add(new MemoryRun(submission, now()));
    }

    public RunRecord? Read(string run) => Find(run) is { } found ? Record(found) : null;

    public IReadOnlyList<RunRecord> ReadAll() => [.. _runs.Select(Record)];

    public IReadOnlyList<ActiveRun> ReadActive()
    {
        var active = _runs.Where(run => run.Status == RunStatus.Running);
        var waiting = active.Where(run => run.Holder is null).Take(MaxWithoutHolder).ToHashSet();
        return
        [
            .. active.Where(run => run.Holder is not null || waiting.Contains(run))
                .Select(run => new ActiveRun(run.Submission.Run, run.Build, run.Epoch, run.Holder, now() - run.ReportedAt)),
        ];
    }

    public bool RequestStop(string run)
    {
        if (Find(run) is not { Status: RunStatus.Running } found)
        {
            return false;
        }

        found.IsStopRequested = true;
        return true;
    }

    public bool RequestResume(string run)
    {
        if (Find(run) is not { Status: RunStatus.Interrupted or RunStatus.Failed } found)
        {
            return false;
        }

        found.Status = RunStatus.Running;
        found.Message = string.Empty;
        found.FailureSummary = null;
        found.IsStopRequested = false;
        found.Recoveries.Clear();
        found.GiveUp(now());
        return true;
    }

    public bool Remove(string run)
    {
        if (Find(run) is not { Status: not RunStatus.Running } found)
        {
            return false;
        }

        _runs.Remove(found);
        return _removed.Add(run);
    }

    public RunLease? Acquire(string run, long expectedEpoch, string holder, string build)
    {
        if (Find(run) is not { Status: RunStatus.Running } found || found.Epoch != expectedEpoch || (found.Build ?? build) != build)
        {
            return null;
        }

        LostLease? before = found.Holder is null ? null : new LostLease(found.Holder, found.Position);
        found.Holder = holder;
        found.Epoch++;
        found.ReportedAt = now();
        found.Build = build;
        found.Position = RunPosition.Start;
        return new RunLease(run, holder, found.Epoch, found.Submission, before);
    }

    public LeaderInstructions? Report(RunLease lease, RunPosition position, string? progress)
    {
        if (HeldBy(lease) is not { } run)
        {
            return null;
        }

        run.ReportedAt = now();
        run.Position = position;
        run.Progress = progress;
        return new LeaderInstructions(run.IsStopRequested);
    }

    public RunLease? Raise(RunLease lease, Recovery recovery)
    {
        if (HeldBy(lease) is not { } run)
        {
            return null;
        }

        run.Epoch++;
        run.ReportedAt = now();
        run.Position = run.Position with { IsRecovering = true };
        run.Recoveries.Add(run.Epoch, recovery with { Epoch = run.Epoch });
        return lease with { Epoch = run.Epoch, Before = null };
    }

    public bool Note(RunLease lease, Recovery recovery)
    {
        if (HeldBy(lease) is not { } run)
        {
            return false;
        }

        run.Recoveries.TryAdd(run.Epoch, recovery with { Epoch = run.Epoch });
        return true;
    }

    public void Release(RunLease lease) => HeldBy(lease)?.GiveUp(now());

    public bool Fail(RunLease lease, string message, RunSummary summary)
    {
        if (HeldBy(lease) is not { } run)
        {
            return false;
        }

        run.Status = RunStatus.Failed;
        run.Message = message;
        run.FailureSummary = StoredJson.Of(summary);
        run.GiveUp(now());
        return true;
    }

    public bool Commit(RunLease lease, CheckpointManifest manifest, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        string body = StoredJson.Of(manifest);
        if (Find(lease.Run) is { } found && found.Checkpoints.IsCommitted(lease.Epoch, StoredJson.ChecksumOf(body)))
        {
            return true;
        }

        if (HeldBy(lease) is not { } run)
        {
            return false;
        }

        run.Checkpoints.Commit(manifest, body, lease.Epoch);
        bool ends = manifest.Status is RunStatus.Finished or RunStatus.Interrupted;
        if (ends)
        {
            run.Status = manifest.Status;
            run.GiveUp(now());
        }

        run.Checkpoints.ClearAway(keep, ends);
        return true;
    }

    public IReadOnlyList<Recovery> ReadRecoveries(string run) => [.. Find(run)?.Recoveries.Values.TakeLast(MaxRecoveries) ?? []];

    // A run that is over has no holder.
    private MemoryRun? HeldBy(RunLease lease) => Find(lease.Run) is { } run && run.IsHeldBy(lease) ? run : null;

    private RunRecord Record(MemoryRun run) => new(
        run.Submission,
        run.Status,
        run.Message,
        run.Build,
        run.Epoch,
        run.Holder,
        run.IsStopRequested,
        run.Checkpoints.CommittedTick,
        run.Progress,
        run.Recoveries.Count,
        now() - run.SubmittedAt,
        run.Status == RunStatus.Running ? null : now() - run.ReportedAt);
}
