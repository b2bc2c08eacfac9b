namespace MarketSim.Cluster.Tests.Store;

public abstract partial class ClusterStoreSuite
{
    private const string Lease = "majority";

    [Fact]
    public async Task Lease_that_many_want_at_once_goes_to_one()
    {
        bool[] taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(() => Store.TryAcquireLeaseAsync(Lease, $"owner-{number}", Long))));

        Assert.Single(taken, isTaken => isTaken);
    }

    [Fact]
    public async Task Lease_is_its_owners_until_it_is_released()
    {
        Assert.True(await Store.TryAcquireLeaseAsync(Lease, "owner-1", Long));
        Assert.False(await Store.TryAcquireLeaseAsync(Lease, "owner-2", Long));
        Assert.True(await Store.TryAcquireLeaseAsync(Lease, "owner-1", Long));
        Assert.True(await Store.TryAcquireLeaseAsync("another", "owner-2", Long));
        Assert.Equal("owner-1", await Store.ReadLeaseAsync(Lease));
        await Store.ReleaseLeaseAsync(Lease, "owner-2");
        Assert.False(await Store.TryAcquireLeaseAsync(Lease, "owner-2", Long));

        await Store.ReleaseLeaseAsync(Lease, "owner-1");

        Assert.Null(await Store.ReadLeaseAsync(Lease));
        Assert.True(await Store.TryAcquireLeaseAsync(Lease, "owner-2", Long));
        Assert.False(await Store.TryAcquireLeaseAsync(Lease, "owner-1", Long));
    }

    [Fact]
    public async Task Lease_that_has_expired_goes_to_another()
    {
        Assert.True(await Store.TryAcquireLeaseAsync(Lease, "owner-1", TimeSpan.FromMilliseconds(1)));
        await PassAsync(TimeSpan.FromMilliseconds(30));

        Assert.Null(await Store.ReadLeaseAsync(Lease));
        Assert.True(await Store.TryAcquireLeaseAsync(Lease, "owner-2", Long));
        Assert.False(await Store.TryAcquireLeaseAsync(Lease, "owner-1", Long));
    }

    [Fact]
    public async Task Lease_taken_again_by_its_owner_runs_from_then()
    {
        Assert.True(await Store.TryAcquireLeaseAsync(Lease, "owner-1", TimeSpan.FromMilliseconds(1)));
        Assert.True(await Store.TryAcquireLeaseAsync(Lease, "owner-1", Long));
        await PassAsync(TimeSpan.FromMilliseconds(30));

        Assert.False(await Store.TryAcquireLeaseAsync(Lease, "owner-2", Long));
    }
}
