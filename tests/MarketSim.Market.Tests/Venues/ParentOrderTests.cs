using MarketSim.Market.Orders;

namespace MarketSim.Market.Tests.Venues;

public sealed class ParentOrderTests
{
    private readonly VenueUnderTest _market = new();

    [Fact]
    public void Trades_name_the_parents_of_both_orders()
    {
        _market.Limit(0, Side.Sell, 101, 5, arrival: 1_010, parent: 7);
        _market.Limit(1, Side.Sell, 101, 5, arrival: 1_011);
        _market.Limit(2, Side.Buy, 101, 8, arrival: 1_020, parent: 3);

        _market.Run(0);

        Assert.Equal([(3, 7), (3, 0)], Parents());
    }

    [Fact]
    public void A_resting_child_keeps_its_parent_over_fills_amendments_and_a_restore()
    {
        OrderId child = _market.Limit(0, Side.Sell, 101, 9, arrival: 1_010, parent: 4);
        _market.Limit(1, Side.Buy, 101, 2, arrival: 1_020);
        _market.Run(0);
        VenueUnderTest restored = VenueUnderTest.Restored(_market.Save());
        Assert.Equal(_market.Save(), restored.Save());

        restored.Amend(0, child, 100, 7, arrival: 1_110);
        restored.Limit(1, Side.Buy, 100, 7, arrival: 1_120);
        restored.Run(1);

        Assert.Equal((0, 4), (restored.Listener.Trades[^1].Trade.Parent, restored.Listener.Trades[^1].Trade.RestingParent));
    }

    [Fact]
    public void An_amended_child_that_takes_is_still_of_its_parent()
    {
        OrderId child = _market.Limit(0, Side.Sell, 103, 4, arrival: 1_010, parent: 2);
        _market.Limit(1, Side.Buy, 101, 4, arrival: 1_020);
        _market.Amend(0, child, 101, 4, arrival: 1_030);

        _market.Run(0);

        Assert.Equal([(2, 0)], Parents());
    }

    [Fact]
    public void A_market_without_parent_orders_keeps_the_bytes_that_it_had()
    {
        var other = new VenueUnderTest();
        _market.Limit(0, Side.Sell, 101, 4, arrival: 1_010, parent: 1);
        other.Limit(0, Side.Sell, 101, 4, arrival: 1_010);
        _market.Limit(1, Side.Buy, 101, 4, arrival: 1_020);
        other.Limit(1, Side.Buy, 101, 4, arrival: 1_020);
        _market.Run(0);
        other.Run(0);

        // All children are gone: nothing is left that names a parent.
        Assert.Equal(other.Save(), _market.Save());
    }

    private IEnumerable<(int Aggressor, int Resting)> Parents() => _market.Listener.Trades.Select(trade => (trade.Trade.Parent, trade.Trade.RestingParent));
}
