using MarketSim.Cluster.ParticipantHosts;
using MarketSim.Cluster.Store;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Leading;

/// <summary>The checkpoints of a run as its leader takes them: a commit holds the lease.</summary>
/// <param name="committed">Told after each commit, on whatever thread.</param>
internal sealed class LeaderCheckpointStore(IClusterStore store, RunLease lease, int keep, Action<CheckpointManifest> committed) : ICheckpointStore
{
    private readonly HostCheckpointStore _parts = new(store, lease.Run, lease.Epoch);

    public Task<IReadOnlyList<PartReference>> WriteAsync(IReadOnlyList<PartContent> parts) => _parts.WriteAsync(parts);

    public Task<IReadOnlyList<byte[]>> ReadAsync(IReadOnlyList<PartReference> parts) => _parts.ReadAsync(parts);

    public async Task CommitAsync(CheckpointManifest manifest)
    {
        if (!await store.CommitAsync(lease, manifest, keep).ConfigureAwait(false))
        {
            throw new LeaseLostException(lease.Run, lease.Epoch);
        }

        committed(manifest);
    }

    public Task<CheckpointManifest?> ReadLatestAsync() => _parts.ReadLatestAsync();
}
