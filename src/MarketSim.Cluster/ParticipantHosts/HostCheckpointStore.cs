using MarketSim.Cluster.Store;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.ParticipantHosts;

/// <summary>The checkpoints of a run as those see them who only write and read parts.</summary>
internal sealed class HostCheckpointStore(IClusterStore store, string run, long epoch) : ICheckpointStore
{
    public Task<IReadOnlyList<PartReference>> WriteAsync(IReadOnlyList<PartContent> parts) => store.WritePartsAsync(run, epoch, parts);

    public Task<IReadOnlyList<byte[]>> ReadAsync(IReadOnlyList<PartReference> parts) => store.ReadPartsAsync(run, parts);

    public Task CommitAsync(CheckpointManifest manifest) => throw new NotSupportedException("Only the leader of a run commits.");

    public Task<CheckpointManifest?> ReadLatestAsync() => store.ReadLatestAsync(run);
}
