using MarketSim.Cluster.Tests.Simulated.Oracle;
using MarketSim.Cluster.Tests.StandIns;
using MarketSim.Scenarios;

namespace MarketSim.Cluster.Tests.Simulated;

/// <summary>The stand-in is worth its place: what it does shows in the result, and how it does it does not.</summary>
public sealed class StandInLearnerTests
{
    private static readonly Scenario Market = SimulatedMarket.Of(seed: 1);

    [Theory]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(null)]
    public void Result_is_the_same_for_any_interval_of_checkpoints(int? everyTicks)
    {
        FaultFreeRun expected = FaultFreeRun.CarryOut(Market, SimulatedMarket.StandIn, everyTicks: 1);
        FaultFreeRun actual = FaultFreeRun.CarryOut(Market, SimulatedMarket.StandIn, everyTicks);

        Assert.Equal(expected.Fingerprint, actual.Fingerprint);
        Assert.Equal(expected.StateDigest, actual.StateDigest);
        Assert.Equal(expected.Trades, actual.Trades);
    }

    [Fact]
    public void Result_is_the_same_however_long_an_update_takes()
    {
        StandInSettings slow = SimulatedMarket.StandIn with { Slices = 31, SlicePause = TimeSpan.FromSeconds(3) };
        StandInSettings atOnce = SimulatedMarket.StandIn with { Slices = 1, SlicePause = TimeSpan.Zero };

        FaultFreeRun expected = FaultFreeRun.CarryOut(Market, slow, everyTicks: 10);
        FaultFreeRun actual = FaultFreeRun.CarryOut(Market, atOnce, everyTicks: 10);

        Assert.Equal(expected.Fingerprint, actual.Fingerprint);
        Assert.Equal(expected.StateDigest, actual.StateDigest);
    }

    [Fact]
    public void Other_weights_and_other_ticks_give_another_market()
    {
        string usual = FaultFreeRun.CarryOut(Market, SimulatedMarket.StandIn, everyTicks: null).Fingerprint;
        string smaller = FaultFreeRun.CarryOut(Market, SimulatedMarket.StandIn with { Floats = 100 }, everyTicks: null).Fingerprint;
        string rarer = FaultFreeRun.CarryOut(Market, SimulatedMarket.StandIn with { EveryTicks = 8 }, everyTicks: null).Fingerprint;

        Assert.Equal(3, new[] { usual, smaller, rarer }.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void State_is_cut_into_parts_of_4_mebibytes_and_comes_back_from_them()
    {
        var state = new StandInState((9 << 20) / sizeof(float)) { Orders = 5, Inputs = new StandInInputs(12, 10_000.5, 77) };
        state.Weights[^1] = 2.5f;
        var restored = new StandInState(state.Weights.Length);

        var parts = state.Save();
        restored.Restore([.. parts.Select(part => part.Content.ToArray())]);

        Assert.Equal(["stand-in/state", "stand-in/000000", "stand-in/000001", "stand-in/000002"], parts.Select(part => part.Name), StringComparer.Ordinal);
        Assert.Equal([4 << 20, 4 << 20, 1 << 20], parts.Skip(1).Select(part => part.Content.Length));
        Assert.Equal(5, restored.Orders);
        Assert.Equal(state.Inputs, restored.Inputs);
        Assert.Equal(2.5f, restored.Weights[^1]);
    }
}
