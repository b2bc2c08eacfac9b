using MarketSim.Cluster.Leading;
using MarketSim.Cluster.ParticipantHosts;
using MarketSim.Cluster.Store;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Store.Checkpoints;

/// <summary>The checkpoints of a run in a cluster's store, as its leader takes them; another process that continues has taken the lead.</summary>
public abstract class ClusterCheckpointsSuite : CheckpointStoreSuite
{
    protected const string Run = "run-1";

    private readonly List<IClusterStore> _stores = [];

    public override async Task DisposeAsync()
    {
        foreach (IClusterStore store in _stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Leader_that_has_lost_the_lead_writes_and_commits_nothing()
    {
        ICheckpointStore zombie = await OpenAsync();
        await zombie.WriteAsync([Stored.Part("market", 1)]);
        ICheckpointStore leader = await OpenAsync();

        await Assert.ThrowsAsync<StaleEpochException>(() => zombie.WriteAsync([Stored.Part("market", 2)]));
        await Assert.ThrowsAsync<LeaseLostException>(() => zombie.CommitAsync(Stored.Manifest(1, Stored.Part("market", 1))));

        Assert.Null(await leader.ReadLatestAsync());
    }

    [Fact]
    public async Task Host_of_participants_writes_and_reads_parts_and_the_leader_commits_them()
    {
        ICheckpointStore leader = await OpenAsync();
        RunRecord run = (await _stores[^1].ReadRunAsync(Run))!;
        var host = new HostCheckpointStore(_stores[^1], Run, run.Epoch);

        await host.WriteAsync([Stored.Part("agents/000000", 1)]);
        await Assert.ThrowsAsync<NotSupportedException>(() => host.CommitAsync(Stored.Manifest(1, Stored.Part("agents/000000", 1))));
        await leader.CommitAsync(Stored.Manifest(1, Stored.Part("agents/000000", 1)));

        CheckpointManifest manifest = (await host.ReadLatestAsync())!;
        Assert.Equal(Stored.Bytes(1, 5_000), Assert.Single(await host.ReadAsync(manifest.Parts)));
    }

    protected sealed override async Task<ICheckpointStore> OpenAsync()
    {
        IClusterStore store = await ConnectAsync();
        _stores.Add(store);
        if (await store.ReadRunAsync(Run) is null)
        {
            await store.SubmitAsync(Stored.Submission(Run));
        }

        // Nothing where it was not over.
        await store.RequestResumeAsync(Run);
        long epoch = (await store.ReadRunAsync(Run))!.Epoch;
        RunLease lease = (await store.AcquireAsync(Run, epoch, $"holder-{epoch}", "build-1"))!;
        return new LeaderCheckpointStore(store, lease, Keep, _ => { });
    }

    /// <summary>The store as another process opens it.</summary>
    protected abstract Task<IClusterStore> ConnectAsync();
}
