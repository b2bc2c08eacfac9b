using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Simulated.Oracle;

/// <summary>Hands calls on and writes down what was granted and accepted.</summary>
internal sealed class RecordingStore(IClusterStore inner, Func<string, WriteRecord> recordOf) : StoreWrapper(inner)
{
    public override async Task<RunLease?> AcquireAsync(string run, long expectedEpoch, string holder, string build)
    {
        RunLease? lease = await base.AcquireAsync(run, expectedEpoch, holder, build).ConfigureAwait(false);
        if (lease is not null)
        {
            recordOf(lease.Run).Granted(lease, isRaise: false);
        }

        return lease;
    }

    public override async Task<LeaderInstructions?> ReportAsync(RunLease lease, RunPosition position, string? progress)
    {
        LeaderInstructions? instructions = await base.ReportAsync(lease, position, progress).ConfigureAwait(false);
        if (instructions is not null)
        {
            recordOf(lease.Run).Reported(lease, position);
        }

        return instructions;
    }

    public override async Task<RunLease?> RaiseAsync(RunLease lease, Recovery recovery)
    {
        RunLease? raised = await base.RaiseAsync(lease, recovery).ConfigureAwait(false);
        if (raised is not null)
        {
            recordOf(lease.Run).Accepted("a raise", lease.Epoch, lease.Holder);
            recordOf(lease.Run).Granted(raised, isRaise: true);
        }

        return raised;
    }

    public override async Task<bool> NoteAsync(RunLease lease, Recovery recovery)
    {
        bool isAccepted = await base.NoteAsync(lease, recovery).ConfigureAwait(false);
        if (isAccepted)
        {
            recordOf(lease.Run).Accepted("a note", lease.Epoch, lease.Holder);
        }

        return isAccepted;
    }

    public override async Task<bool> FailAsync(RunLease lease, string message, RunSummary summary)
    {
        bool isAccepted = await base.FailAsync(lease, message, summary).ConfigureAwait(false);
        if (isAccepted)
        {
            recordOf(lease.Run).Failed(lease, message);
        }

        return isAccepted;
    }

    public override async Task<IReadOnlyList<PartReference>> WritePartsAsync(string run, long epoch, IReadOnlyList<PartContent> parts)
    {
        IReadOnlyList<PartReference> written = await base.WritePartsAsync(run, epoch, parts).ConfigureAwait(false);
        recordOf(run).Accepted("a write of parts", epoch, holder: null);
        return written;
    }

    public override async Task<bool> CommitAsync(RunLease lease, CheckpointManifest manifest, int keep)
    {
        bool isCommitted = await base.CommitAsync(lease, manifest, keep).ConfigureAwait(false);
        if (isCommitted)
        {
            recordOf(lease.Run).Committed(lease, manifest);
        }

        return isCommitted;
    }
}
