using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Orders;

namespace MarketSim.Agents.Tests.Strategies.MarketMaking;

public sealed class AdaptiveMarketMakerStrategyTests
{
    [Fact]
    public void An_adaptive_window_follows_the_spread()
    {
        // 0.75 * 20 + 0.25 * 60 = 30 wide, then 0.75 * 40 + 0.25 * 30 = 37.5; levels are half a window apart.
        AgentProbe probe = new AgentProbe("adaptive_market_maker", [("windowWidth", "0.60"), ("levels", "3")]).Wake(9_990, 10_010);
        Assert.Equal([9_985, 9_970, 9_955], Prices(probe, Side.Buy));
        Assert.Equal([10_015, 10_030, 10_045], Prices(probe, Side.Sell));

        probe.Wake(9_980, 10_020);
        Assert.Equal([9_982, 9_963, 9_944], Prices(probe, Side.Buy));
        Assert.Equal([10_019, 10_038, 10_057], Prices(probe, Side.Sell));
    }

    [Theory]
    [InlineData("middle", 9_995, 10_005)]
    [InlineData("top", 9_990, 10_001)]
    [InlineData("bottom", 9_999, 10_010)]
    public void A_fixed_window_hangs_at_its_anchor(string anchor, long bid, long ask)
    {
        AgentProbe probe = new AgentProbe(
            "adaptive_market_maker", [("window", "fixed"), ("windowWidth", "0.10"), ("anchor", anchor), ("levels", "1")]).Wake(9_900, 10_100);

        Assert.Equal((bid, ask), (Prices(probe, Side.Buy).Single(), Prices(probe, Side.Sell).Single()));
    }

    [Fact]
    public void Sizes_are_a_share_of_the_volume_since_the_last_wake_up()
    {
        AgentProbe probe = new AgentProbe("adaptive_market_maker", [("volumeShare", "2.5%"), ("minimumSize", "10"), ("levels", "2")]).Wake(volume: 1_000);
        Assert.Equal([25, 25, 25, 25], Sizes(probe));

        Assert.Equal([100, 100, 100, 100], Sizes(probe.Wake(volume: 5_000)));
        Assert.Equal([10, 10, 10, 10], Sizes(probe.Wake(volume: 5_040)));
    }

    [Fact]
    public void Inventory_moves_size_to_the_side_that_sells_it_off()
    {
        var probe = new AgentProbe("adaptive_market_maker", [("volumeShare", "10%"), ("minimumSize", "1"), ("levels", "1"), ("inventorySkew", "0.01")]);
        probe.Wake(volume: 1_000);
        Assert.Equal([50, 50], Sizes(probe));
        probe.Fill(probe.Submits[0], 50);

        // 1 / (1 + e^-0.5) = 0.62246 of 100 lots.
        Assert.Equal([37, 63], Sizes(probe.Wake(volume: 2_000)));
    }

    [Fact]
    public void The_outermost_level_can_be_a_backstop()
    {
        AgentProbe probe = new AgentProbe("adaptive_market_maker", [("levels", "2"), ("minimumSize", "20"), ("backstopSize", "500")]).Wake();

        Assert.Equal([20, 500, 20, 500], Sizes(probe));
    }

    [Fact]
    public void Every_wake_up_replaces_the_ladder()
    {
        AgentProbe probe = new AgentProbe("adaptive_market_maker").Wake();
        Assert.Equal(20, probe.Requests.Length);
        probe.Wake();

        Assert.All(probe.Requests[..20], request => Assert.Equal(RequestKind.Cancel, request.Kind));
        Assert.All(probe.Requests[20..], request => Assert.Equal(RequestKind.Submit, request.Kind));
        Assert.Equal(40, probe.Requests.Length);
    }

    [Fact]
    public void Where_others_quote_one_side_only_the_last_mid_stands()
    {
        AgentProbe probe = new AgentProbe("adaptive_market_maker", [("window", "fixed"), ("windowWidth", "0.10"), ("levels", "1")]).Wake(10_190, 10_210);
        probe.Wake(bid: null, ask: 9_000);

        Assert.Equal(10_195, Prices(probe, Side.Buy).Single());
    }

    [Fact]
    public void An_empty_book_is_quoted_around_the_last_price()
    {
        AgentProbe probe = new AgentProbe("adaptive_market_maker", [("levels", "1"), ("windowWidth", "0.50")]).Wake(bid: null, ask: null);

        Assert.Equal((9_975L, 10_025L), (Prices(probe, Side.Buy).Single(), Prices(probe, Side.Sell).Single()));
    }

    [Fact]
    public void Bids_below_one_tick_are_left_out()
    {
        AgentProbe probe = new AgentProbe("adaptive_market_maker", [("levels", "5"), ("window", "fixed"), ("windowWidth", "0.10"), ("levelSpacing", "1")]).Wake(20, 30);

        Assert.Equal([20, 10], Prices(probe, Side.Buy));
        Assert.Equal(5, Prices(probe, Side.Sell).Length);
    }

    private static long[] Prices(AgentProbe probe, Side side) =>
        [.. probe.Submits.Where(request => request.Order.Side == side).Select(request => request.Order.Price.Ticks)];

    private static long[] Sizes(AgentProbe probe) => [.. probe.Submits.Select(request => request.Order.Quantity.Lots)];
}
