using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Tests.Book.Suite;

public abstract partial class OrderBookSuite
{
    [Theory]
    [InlineData(OrderType.Limit, TimeInForce.ImmediateOrCancel, true)]
    [InlineData(OrderType.Limit, TimeInForce.FillOrKill, true)]
    [InlineData(OrderType.Market, TimeInForce.GoodTillCancel, true)]
    [InlineData(OrderType.Market, TimeInForce.ImmediateOrCancel, true)]
    [InlineData(OrderType.Market, TimeInForce.FillOrKill, true)]
    [InlineData(OrderType.Market, TimeInForce.GoodTillTime, true)]
    [InlineData(OrderType.Market, TimeInForce.GoodTillTime, false)]
    [InlineData((OrderType)2, TimeInForce.GoodTillCancel, false)]
    [InlineData(OrderType.Limit, (TimeInForce)4, false)]
    public void Combination_without_a_meaning_is_refused(OrderType type, TimeInForce timeInForce, bool postOnly)
    {
        NewOrder order = GoodTill(90, Side.Buy, 1, 5, 100) with { Type = type, TimeInForce = timeInForce, PostOnly = postOnly };

        Assert.Equal(["refused 1: CombinationNotAllowed"], Submit(order));
        Assert.Equal(0, Book.OrderCount);
    }

    [Theory]
    [InlineData(OrderType.Limit, TimeInForce.GoodTillCancel, false)]
    [InlineData(OrderType.Limit, TimeInForce.GoodTillCancel, true)]
    [InlineData(OrderType.Limit, TimeInForce.GoodTillTime, false)]
    [InlineData(OrderType.Limit, TimeInForce.GoodTillTime, true)]
    [InlineData(OrderType.Limit, TimeInForce.ImmediateOrCancel, false)]
    [InlineData(OrderType.Limit, TimeInForce.FillOrKill, false)]
    [InlineData(OrderType.Market, TimeInForce.GoodTillCancel, false)]
    [InlineData(OrderType.Market, TimeInForce.ImmediateOrCancel, false)]
    [InlineData(OrderType.Market, TimeInForce.FillOrKill, false)]
    public void Combination_with_a_meaning_is_accepted(OrderType type, TimeInForce timeInForce, bool postOnly)
    {
        Sell(2, 5, 100);
        NewOrder order = GoodTill(90, Side.Buy, 1, 5, postOnly ? 99 : 100) with { Type = type, TimeInForce = timeInForce, PostOnly = postOnly };

        Assert.Equal("accepted 1", Submit(order)[0]);
    }

    [Fact]
    public void Side_that_does_not_exist_is_refused() =>
        Assert.Equal(["refused 1: CombinationNotAllowed"], Submit(Limit((Side)2, 1, 5, 100)));

    [Theory]
    [InlineData(0, 100, EventReason.QuantityNotPositive)]
    [InlineData(-5, 100, EventReason.QuantityNotPositive)]
    [InlineData(long.MinValue, 100, EventReason.QuantityNotPositive)]
    [InlineData(1_000_001, 100, EventReason.QuantityTooLarge)]
    [InlineData(long.MaxValue, 100, EventReason.QuantityTooLarge)]
    [InlineData(5, 0, EventReason.PriceOutOfRange)]
    [InlineData(5, -1, EventReason.PriceOutOfRange)]
    [InlineData(5, long.MinValue, EventReason.PriceOutOfRange)]
    [InlineData(5, 100_000_001, EventReason.PriceOutOfRange)]
    [InlineData(5, long.MaxValue, EventReason.PriceOutOfRange)]
    public void Quantity_or_price_out_of_range_is_refused(long quantity, long price, EventReason reason)
    {
        Sell(2, 5, 100);
        Buy(3, 5, 99);

        Assert.Equal([$"refused 1: {reason}"], Buy(1, quantity, price));
        Assert.Equal([$"refused 1: {reason}"], Sell(1, quantity, price));
        Assert.Equal("100: 2x5", Asks);
        Assert.Equal("99: 3x5", Bids);
    }

    [Fact]
    public void Extremes_of_price_and_quantity_are_accepted()
    {
        Assert.Equal(["accepted 1"], Buy(1, 1, 1));
        Assert.Equal(["accepted 2"], Sell(2, 1_000_000, 100_000_000));
        Assert.Equal("1: 1x1", Bids);
        Assert.Equal("100000000: 2x1000000", Asks);
    }

    [Fact]
    public void Price_between_ticks_and_quantity_between_lots_are_refused()
    {
        UseRules(new BookRules { PriceIncrement = 5, QuantityIncrement = 100 });

        Assert.Equal(["refused 1: PriceNotOnTick"], Buy(1, 100, 101));
        Assert.Equal(["refused 1: QuantityNotInLots"], Buy(1, 150, 100));
        Assert.Equal(["accepted 1"], Buy(1, 200, 100));
        Assert.Equal(["refused 1: PriceNotOnTick"], Amend(1, 100, 99));
        Assert.Equal(["refused 1: QuantityNotInLots"], Amend(1, 99, 100));
        Assert.Equal("100: 1x200", Bids);
    }

    [Fact]
    public void Id_of_a_live_order_is_refused_even_for_an_order_that_would_not_rest()
    {
        Sell(1, 5, 100);

        Assert.Equal(["refused 1: OrderIdInUse"], Sell(1, 5, 101));
        Assert.Equal(["refused 1: OrderIdInUse"], Submit(Market(Side.Buy, 1, 5)));
        Assert.Equal(["refused 1: OrderIdInUse"], Submit(ImmediateOrCancel(Side.Buy, 1, 5, 100)));
        Assert.Equal("100: 1x5", Asks);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    public void Order_that_has_expired_on_arrival_is_refused(int expiresAt)
    {
        Assert.Equal(["refused 1: AlreadyExpired"], Submit(GoodTill(expiresAt, Side.Buy, 1, 5, 100)));
        Assert.Equal(["accepted 1"], Submit(GoodTill(11, Side.Buy, 1, 5, 100)));
    }

    [Fact]
    public void First_failing_check_decides_the_reason()
    {
        UseRules(new BookRules { PriceIncrement = 5, QuantityIncrement = 10, MaximumPrice = new Price(1_000), MaximumQuantity = new Quantity(1_000) });
        Sell(1, 10, 100);
        NewOrder wrong = GoodTill(0, Side.Buy, 1, -1, 1_001) with { PostOnly = true, Type = OrderType.Market };

        Assert.Equal(["refused 1: CombinationNotAllowed"], Submit(wrong));
        wrong = wrong with { Type = OrderType.Limit };
        Assert.Equal(["refused 1: QuantityNotPositive"], Submit(wrong));
        Assert.Equal(["refused 1: QuantityTooLarge"], Submit(wrong with { Quantity = new Quantity(1_001) }));
        Assert.Equal(["refused 1: QuantityNotInLots"], Submit(wrong with { Quantity = new Quantity(11) }));
        wrong = wrong with { Quantity = new Quantity(10) };
        Assert.Equal(["refused 1: PriceOutOfRange"], Submit(wrong));
        wrong = wrong with { Price = new Price(101) };
        Assert.Equal(["refused 1: PriceNotOnTick"], Submit(wrong));
        wrong = wrong with { Price = new Price(100) };
        Assert.Equal(["refused 1: AlreadyExpired"], Submit(wrong));
        wrong = wrong with { ExpiresAt = new SimulatedTime(90) };
        Assert.Equal(["refused 1: OrderIdInUse"], Submit(wrong));
        Assert.Equal(["refused 2: WouldTakeLiquidity"], Submit(wrong with { Id = new OrderId(2) }));
    }

    [Fact]
    public void Refusal_repeats_what_was_asked_for()
    {
        Submit(Limit(Side.Sell, 1, -3, 100));

        BookEvent expected = default(BookEvent) with
        {
            Kind = BookEventKind.Refused, Reason = EventReason.QuantityNotPositive, Side = Side.Sell, Time = new SimulatedTime(10), Order = new OrderId(1),
            Account = new AccountId(1), Price = new Price(100), Quantity = new Quantity(-3),
        };
        Assert.Equal(expected, Book.Events[0]);
    }
}
