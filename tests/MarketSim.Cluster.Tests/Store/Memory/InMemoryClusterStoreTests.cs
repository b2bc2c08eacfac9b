using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Tests.Store.Memory;

public sealed class InMemoryClusterStoreTests : ClusterStoreSuite
{
    private readonly VirtualTimeProvider _time = new();

    private InMemoryClusterStore Memory => (InMemoryClusterStore)Store;

    [Fact]
    public void Call_has_ended_when_it_returns_errors_too()
    {
        Assert.True(Store.ReadRunsAsync().IsCompletedSuccessfully);
        Assert.True(Store.SubmitAsync(Stored.Submission(Run)).IsFaulted);
    }

    protected override Task<IClusterStore> OpenAsync() => Task.FromResult<IClusterStore>(new InMemoryClusterStore(_time));

    protected override Task PassAsync(TimeSpan time)
    {
        lock (_time)
        {
            _time.Advance(time);
        }

        return Task.CompletedTask;
    }

    protected override Task DamageAsync(string digest)
    {
        Memory.CheckpointsOf(Run).Damage(digest);
        return Task.CompletedTask;
    }

    protected override Task DamageManifestAsync()
    {
        Memory.CheckpointsOf(Run).DamageManifest();
        return Task.CompletedTask;
    }

    protected override Task<IReadOnlyCollection<string>> StoredDigestsAsync() => Task.FromResult(Memory.CheckpointsOf(Run).Digests);
}
