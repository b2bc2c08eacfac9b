using MarketSim.Cluster.Leading;

namespace MarketSim.Cluster.Tests.Leading;

public sealed class LostNodesTests
{
    private readonly VirtualTimeProvider _time = new();

    [Fact]
    public void Lost_incarnation_gets_another_chance_when_a_dead_one_would_have_been_found_silent()
    {
        var lost = new LostNodes(_time, silence: TimeSpan.FromSeconds(3));
        lost.Lose("node.alpha.7");

        _time.Advance(TimeSpan.FromSeconds(5.9));
        Assert.True(lost.IsLost("node.alpha.7"));
        Assert.False(lost.IsLost("node.alpha.8"));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(lost.IsLost("node.alpha.7"));
    }
}
