using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Store.Memory;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Store.Checkpoints;

public sealed class MemoryCheckpointsTests : ClusterCheckpointsSuite
{
    private readonly InMemoryClusterStore _memory = new(new VirtualTimeProvider());

    protected override Task<IClusterStore> ConnectAsync() => Task.FromResult<IClusterStore>(_memory);

    protected override Task DamageAsync(PartReference part)
    {
        _memory.CheckpointsOf(Run).Damage(part.Sha256);
        return Task.CompletedTask;
    }

    protected override Task LoseAsync(PartReference part)
    {
        _memory.CheckpointsOf(Run).Lose(part.Sha256);
        return Task.CompletedTask;
    }

    protected override Task DamageManifestAsync()
    {
        _memory.CheckpointsOf(Run).DamageManifest();
        return Task.CompletedTask;
    }
}
