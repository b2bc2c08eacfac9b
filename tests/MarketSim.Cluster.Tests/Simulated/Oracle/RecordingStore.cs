using MarketSim.Cluster.Store;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;

namespace MarketSim.Cluster.Tests.Simulated.Oracle;

/// <summary>Hands calls on and writes down what was granted and accepted.</summary>
internal sealed class RecordingStore(IClusterStore inner, Func<string, WriteRecord> recordOf) : StoreWrapper(inner)
{
    public override async Task<Lease?> AcquireAsync(string run, string holder, string build, TimeSpan length)
    {
        Lease? lease = await base.AcquireAsync(run, holder, build, length).ConfigureAwait(false);
        if (lease is not null)
        {
            recordOf(lease.Run).Granted(lease, isRaise: false);
        }

        return lease;
    }

    public override async Task<LeaseRenewal?> RenewAsync(Lease lease, RunPosition position, string? progress)
    {
        LeaseRenewal? renewal = await base.RenewAsync(lease, position, progress).ConfigureAwait(false);
        if (renewal is not null)
        {
            recordOf(lease.Run).Renewed(lease, position);
        }

        return renewal;
    }

    public override async Task<Lease?> RaiseAsync(Lease lease, Recovery recovery)
    {
        Lease? raised = await base.RaiseAsync(lease, recovery).ConfigureAwait(false);
        if (raised is not null)
        {
            recordOf(lease.Run).Accepted("a raise", lease.Epoch, lease.Holder);
            recordOf(lease.Run).Granted(raised, isRaise: true);
        }

        return raised;
    }

    public override async Task<bool> NoteAsync(Lease lease, Recovery recovery)
    {
        bool isAccepted = await base.NoteAsync(lease, recovery).ConfigureAwait(false);
        if (isAccepted)
        {
            recordOf(lease.Run).Accepted("a note", lease.Epoch, lease.Holder);
        }

        return isAccepted;
    }

    public override async Task<bool> FailAsync(Lease lease, string message, RunSummary summary)
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

    public override async Task<bool> CommitAsync(Lease lease, CheckpointManifest manifest, int keep)
    {
        bool isCommitted = await base.CommitAsync(lease, manifest, keep).ConfigureAwait(false);
        if (isCommitted)
        {
            recordOf(lease.Run).Committed(lease, manifest);
        }

        return isCommitted;
    }
}
