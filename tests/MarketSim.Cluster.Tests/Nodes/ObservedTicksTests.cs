using MarketSim.Cluster.Nodes;

namespace MarketSim.Cluster.Tests.Nodes;

public sealed class SeenTicksTests
{
    [Fact]
    public void Only_the_epoch_before_says_how_far_its_leader_came()
    {
        var seen = new ObservedTicks();
        seen.Saw("run", epoch: 4, tick: 40);

        Assert.Equal(40, seen.LastBefore("run", epoch: 5));
        Assert.Equal(-1, seen.LastBefore("run", epoch: 6));
        Assert.Equal(-1, seen.LastBefore("other", epoch: 5));
    }

    [Fact]
    public void Epoch_that_opened_no_tick_hides_what_was_before_it()
    {
        var seen = new ObservedTicks();
        seen.Saw("run", epoch: 4, tick: 40);
        seen.Saw("run", epoch: 5, tick: -1);

        Assert.Equal(-1, seen.LastBefore("run", epoch: 6));
    }
}
