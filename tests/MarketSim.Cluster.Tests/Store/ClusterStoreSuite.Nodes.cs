using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Tests.Store;

public abstract partial class ClusterStoreSuite
{
    [Fact]
    public async Task Node_is_read_as_it_described_itself()
    {
        NodeDescription node = Stored.Node("alpha", "p1");
        long incarnation = await Store.RegisterAsync(node, Long);
        Assert.True(await Store.BeatAsync("alpha", incarnation, new NodeLoad(3, 1.25, 5_000_000_000, IsLeaving: true)));

        NodeRecord record = Assert.Single(await Store.ReadNodesAsync());

        Assert.Equal(node with { Roles = [] }, record.Node with { Roles = [] });
        Assert.Equal(node.Roles, record.Node.Roles);
        Assert.Equal(new NodeLoad(3, 1.25, 5_000_000_000, IsLeaving: true), record.Load);
        Assert.Equal($"node.alpha.{incarnation}", record.Inbox);
        Assert.InRange(record.SinceBeat, TimeSpan.Zero, Long);
    }

    [Fact]
    public async Task Node_counts_as_leaving_until_it_beats()
    {
        long incarnation = await Store.RegisterAsync(Stored.Node("alpha", "p1"), Long);
        Assert.True(Assert.Single(await Store.ReadNodesAsync()).Load.IsLeaving);

        await Store.BeatAsync("alpha", incarnation, new NodeLoad(0, 0, 0, IsLeaving: false));
        Assert.False(Assert.Single(await Store.ReadNodesAsync()).Load.IsLeaving);

        // The same process connects anew: its next inbox is not open yet.
        await Store.RegisterAsync(Stored.Node("alpha", "p1"), Long);
        Assert.True(Assert.Single(await Store.ReadNodesAsync()).Load.IsLeaving);
    }

    [Fact]
    public async Task Nodes_come_in_ordinal_order_of_names()
    {
        foreach (string name in (string[])["b", "B", "a-1", "a_1", "a"])
        {
            await Store.RegisterAsync(Stored.Node(name, name), Long);
        }

        Assert.Equal(["B", "a", "a-1", "a_1", "b"], (await Store.ReadNodesAsync()).Select(record => record.Node.Name), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Node_name_of_a_live_process_is_taken()
    {
        await Store.RegisterAsync(Stored.Node("alpha", "p1"), Long);

        var taken = await Assert.ThrowsAsync<NodeNameTakenException>(() => Store.RegisterAsync(Stored.Node("alpha", "p2"), Long));

        Assert.Contains("host-of-p1", taken.Message);
    }

    [Fact]
    public async Task Node_may_take_its_own_name_again_under_a_new_incarnation()
    {
        long first = await Store.RegisterAsync(Stored.Node("alpha", "p1"), Long);
        long second = await Store.RegisterAsync(Stored.Node("alpha", "p1"), Long);

        Assert.True(second > first);
        Assert.False(await Store.BeatAsync("alpha", first, new NodeLoad(0, 0, 0, IsLeaving: false)));
        Assert.True(await Store.BeatAsync("alpha", second, new NodeLoad(0, 0, 0, IsLeaving: false)));
    }

    [Fact]
    public async Task Node_that_is_silent_for_too_long_loses_its_name()
    {
        long first = await Store.RegisterAsync(Stored.Node("alpha", "p1"), Long);
        await PassAsync(While);

        long second = await Store.RegisterAsync(Stored.Node("alpha", "p2"), Short);

        Assert.False(await Store.BeatAsync("alpha", first, new NodeLoad(0, 0, 0, IsLeaving: false)));
        Assert.Equal((second, "p2"), (await Store.ReadNodesAsync()).Select(record => (record.Incarnation, record.Node.Process)).Single());
    }

    [Fact]
    public async Task Node_is_removed_by_its_own_incarnation_only()
    {
        long first = await Store.RegisterAsync(Stored.Node("alpha", "p1"), Long);
        long second = await Store.RegisterAsync(Stored.Node("alpha", "p1"), Long);

        await Store.RemoveAsync("alpha", first);
        Assert.Single(await Store.ReadNodesAsync());

        await Store.RemoveAsync("alpha", second);
        Assert.Empty(await Store.ReadNodesAsync());
        Assert.False(await Store.BeatAsync("alpha", second, new NodeLoad(0, 0, 0, IsLeaving: false)));
    }

    [Fact]
    public async Task Incarnations_of_all_nodes_differ_also_after_removal()
    {
        long first = await Store.RegisterAsync(Stored.Node("alpha", "p1"), Long);
        await Store.RemoveAsync("alpha", first);

        Assert.True(await Store.RegisterAsync(Stored.Node("beta", "p2"), Long) > first);
    }

    [Fact]
    public async Task Name_wanted_by_many_at_once_goes_to_one()
    {
        Task<bool>[] tries = [.. Enumerable.Range(0, 12).Select(number => Task.Run(() => TryRegisterAsync($"p{number}")))];

        Assert.Equal(1, (await Task.WhenAll(tries)).Count(isRegistered => isRegistered));
    }

    private async Task<bool> TryRegisterAsync(string process)
    {
        try
        {
            await Store.RegisterAsync(Stored.Node("alpha", process), Long);
            return true;
        }
        catch (NodeNameTakenException)
        {
            return false;
        }
    }
}
