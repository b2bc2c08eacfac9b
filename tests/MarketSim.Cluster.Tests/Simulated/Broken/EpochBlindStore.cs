using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Simulated.Oracle;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Simulated.Broken;

/// <summary>Broken on purpose: takes writes and commits of any epoch for those of the newest.</summary>
internal sealed class EpochBlindStore(IClusterStore inner) : StoreWrapper(inner)
{
    private RunLease? _newest;

    public override async Task<RunLease?> AcquireAsync(string run, long expectedEpoch, string holder, string build)
    {
        RunLease? lease = await base.AcquireAsync(run, expectedEpoch, holder, build).ConfigureAwait(false);
        _newest = lease ?? _newest;
        return lease;
    }

    public override async Task<RunLease?> RaiseAsync(RunLease lease, Recovery recovery)
    {
        RunLease? raised = await base.RaiseAsync(lease, recovery).ConfigureAwait(false);
        _newest = raised ?? _newest;
        return raised;
    }

    public override Task<IReadOnlyList<PartReference>> WritePartsAsync(string run, long epoch, IReadOnlyList<PartContent> parts) =>
        base.WritePartsAsync(run, _newest!.Epoch, parts);

    public override Task<bool> CommitAsync(RunLease lease, CheckpointManifest manifest, int keep) => base.CommitAsync(_newest!, manifest, keep);
}
