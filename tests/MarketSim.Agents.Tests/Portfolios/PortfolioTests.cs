using MarketSim.Agents.Portfolios;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Tests.Portfolios;

public sealed class PortfolioTests
{
    private static readonly OrderId First = OrderId.Of(new AccountId(7), 1);
    private static readonly OrderId Second = OrderId.Of(new AccountId(7), 2);

    [Fact]
    public void An_order_counts_as_open_from_the_moment_it_is_sent()
    {
        Portfolio portfolio = WithTwoOrders();

        Assert.Equal([First, Second], portfolio.OpenOrders.Select(order => order.Id));
        Assert.Equal((10L, 20L), (portfolio.OpenLots(Side.Buy), portfolio.OpenLots(Side.Sell)));
    }

    [Fact]
    public void A_partial_fill_leaves_the_rest_open()
    {
        Portfolio portfolio = WithTwoOrders();
        portfolio.Apply(EventOf(AccountEventKind.Filled, First, 99, 4, remaining: 6, fee: 2));

        Assert.Equal((4L, 10_000L - 398), (portfolio.Inventory, portfolio.Cash));
        Assert.Equal(new OpenOrder(First, Side.Buy, new Price(100), new Quantity(6)), portfolio.OpenOrders[0]);
        Assert.Equal((4L, 1L), (portfolio.TradedLots, portfolio.Fills));
    }

    [Theory]
    [InlineData(AccountEventKind.Filled, RequestKind.Submit, EventReason.None)]
    [InlineData(AccountEventKind.Cancelled, RequestKind.Cancel, EventReason.Requested)]
    [InlineData(AccountEventKind.Expired, RequestKind.Submit, EventReason.None)]
    [InlineData(AccountEventKind.Refused, RequestKind.Submit, EventReason.WouldTakeLiquidity)]
    [InlineData(AccountEventKind.Refused, RequestKind.Cancel, EventReason.OrderUnknown)]
    public void An_order_that_can_no_longer_trade_is_not_open(AccountEventKind kind, RequestKind request, EventReason reason)
    {
        Portfolio portfolio = WithTwoOrders();
        portfolio.Apply(EventOf(kind, First, 100, 10, remaining: 0, request: request, reason: reason));

        Assert.Equal(Second, portfolio.OpenOrders.Single().Id);
    }

    [Fact]
    public void An_order_that_self_trade_prevention_shortened_stays_open_with_the_rest_and_wakes_its_owner()
    {
        Portfolio portfolio = WithTwoOrders();
        AccountEvent shortened = EventOf(AccountEventKind.Cancelled, First, 100, 4, remaining: 6, request: RequestKind.Submit, reason: EventReason.SelfTrade);
        portfolio.Apply(shortened);

        Assert.Equal(new OpenOrder(First, Side.Buy, new Price(100), new Quantity(6)), portfolio.OpenOrders[0]);
        Assert.True(shortened.Wakes);
    }

    [Fact]
    public void A_refused_amendment_leaves_the_order_as_it_was()
    {
        Portfolio portfolio = WithTwoOrders();
        portfolio.Apply(EventOf(AccountEventKind.Refused, First, -5, 10, remaining: 10, request: RequestKind.Amend, reason: EventReason.PriceOutOfRange));

        Assert.Equal(new OpenOrder(First, Side.Buy, new Price(100), new Quantity(10)), portfolio.OpenOrders[0]);
    }

    [Fact]
    public void An_amendment_changes_price_and_open_quantity()
    {
        Portfolio portfolio = WithTwoOrders();
        portfolio.Apply(EventOf(AccountEventKind.Amended, Second, 103, 15, remaining: 15));

        Assert.Equal(new OpenOrder(Second, Side.Sell, new Price(103), new Quantity(15)), portfolio.OpenOrders[1]);
    }

    [Fact]
    public void It_is_rebuilt_from_what_the_venue_knows()
    {
        Portfolio portfolio = WithTwoOrders();
        var position = new Position(77, 3, new Price(9));
        portfolio.Rebuild(new AccountStatement(new AccountId(7), position, [new OpenOrder(Second, Side.Sell, new Price(101), new Quantity(1))]));

        Assert.Equal(position, portfolio.Position);
        Assert.Equal(Second, portfolio.OpenOrders.Single().Id);
        portfolio.Rebuild(new AccountStatement(new AccountId(7), position, []));
        Assert.Empty(portfolio.OpenOrders);
    }

    [Fact]
    public void It_is_saved_and_restored_whole()
    {
        Portfolio portfolio = WithTwoOrders();
        portfolio.Apply(EventOf(AccountEventKind.Filled, First, 99, 4, remaining: 6, fee: 2));
        var writer = new MessagePackWriter();
        portfolio.Save(writer);

        var restored = new Portfolio(default);
        var reader = new MessagePackReader(writer.Written);
        restored.Restore(ref reader);

        Assert.True(reader.End);
        Assert.Equal(portfolio.Position, restored.Position);
        Assert.Equal(portfolio.OpenOrders, restored.OpenOrders);
        Assert.Equal((4L, 1L), (restored.TradedLots, restored.Fills));
    }

    private static Portfolio WithTwoOrders()
    {
        var portfolio = new Portfolio(new Position(10_000, 0, new Price(100)));
        portfolio.OrderSent(new OpenOrder(First, Side.Buy, new Price(100), new Quantity(10)));
        portfolio.OrderSent(new OpenOrder(Second, Side.Sell, new Price(101), new Quantity(20)));
        return portfolio;
    }

    private static AccountEvent EventOf(
        AccountEventKind kind, OrderId order, long priceTicks, long lots, long remaining, long fee = 0, RequestKind request = RequestKind.Submit, EventReason reason = EventReason.None) => new(
        new AccountId(7), kind, reason, request, Side.Buy, false, default, order, new Price(priceTicks), new Quantity(lots), new Quantity(remaining), fee);
}
