using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Simulated.Oracle;
using MarketSim.Simulation.Checkpoints;

namespace MarketSim.Cluster.Tests.Simulated.Broken;

/// <summary>Broken on purpose: takes writes and commits of any epoch for those of the newest.</summary>
internal sealed class EpochBlindStore(IClusterStore inner) : StoreWrapper(inner)
{
    private Lease? _newest;

    public override async Task<Lease?> AcquireAsync(string run, string holder, string build, TimeSpan length)
    {
        Lease? lease = await base.AcquireAsync(run, holder, build, length).ConfigureAwait(false);
        _newest = lease ?? _newest;
        return lease;
    }

    public override async Task<Lease?> RaiseAsync(Lease lease, Recovery recovery)
    {
        Lease? raised = await base.RaiseAsync(lease, recovery).ConfigureAwait(false);
        _newest = raised ?? _newest;
        return raised;
    }

    public override Task<IReadOnlyList<PartReference>> WritePartsAsync(string run, long epoch, IReadOnlyList<PartContent> parts) =>
        base.WritePartsAsync(run, _newest!.Epoch, parts);

    public override Task<bool> CommitAsync(Lease lease, CheckpointManifest manifest, int keep) => base.CommitAsync(_newest!, manifest, keep);
}
