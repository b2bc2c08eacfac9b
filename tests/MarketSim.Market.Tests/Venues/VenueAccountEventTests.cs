using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Tests.Venues;

public sealed class VenueAccountEventTests
{
    private readonly VenueUnderTest _market = new();

    [Fact]
    public void Statement_holds_resting_orders_and_those_under_way_of_that_account_alone()
    {
        OrderId partlyFilled = _market.Limit(0, Side.Sell, 101, 9, arrival: 1_010);
        OrderId amended = _market.Limit(0, Side.Buy, 98, 7, arrival: 1_011);
        OrderId filled = _market.Limit(0, Side.Sell, 100, 2, arrival: 1_012);
        OrderId underWay = _market.Limit(0, Side.Buy, 97, 3, arrival: 1_500);
        _market.Amend(0, amended, 96, 6, arrival: 1_020);
        _market.Cancel(0, partlyFilled, arrival: 1_600);
        _market.Limit(1, Side.Buy, 101, 6, arrival: 1_030);
        _market.Limit(1, Side.Buy, 95, 1, arrival: 1_031);

        _market.Run(0);
        AccountStatement statement = _market.Venue.StatementOf(new AccountId(0));

        Assert.Equal(
            [
                new OpenOrder(partlyFilled, Side.Sell, new Price(101), new Quantity(5)),
                new OpenOrder(amended, Side.Buy, new Price(96), new Quantity(6)),
                new OpenOrder(underWay, Side.Buy, new Price(97), new Quantity(3)),
            ],
            statement.OpenOrders);
        Assert.DoesNotContain(filled, statement.OpenOrders.Select(order => order.Id));

        // Sold 2 @ 100 and 4 @ 101; the rebate is 0.2 %, less than one unit on 200 and on 404.
        Assert.Equal((new AccountId(0), 100_604L, 44L), (statement.Account, statement.Position.Cash, statement.Position.Inventory));
        Assert.Equal(_market.Venue.Ledger[new AccountId(0)], statement.Position);
    }

    [Fact]
    public void News_say_what_became_of_which_request_and_only_surprises_wake()
    {
        OrderId resting = _market.Limit(0, Side.Sell, 101, 9, arrival: 1_010);
        OrderId aggressor = _market.Limit(1, Side.Buy, 101, 4, arrival: 1_020);
        _market.Amend(0, resting, 101, 3, arrival: 1_030);
        _market.Amend(2, resting, 101, 2, arrival: 1_040);
        _market.Cancel(0, resting, arrival: 1_050);
        OrderId expiring = _market.Limit(3, Side.Buy, 90, 4, arrival: 1_060, expires: 1_070);

        _market.Run(0);

        Assert.Equal(
            [
                (1, AccountEventKind.Filled, aggressor, RequestKind.Submit, Side.Buy, true, 4L, 0L, 3L, true),
                (0, AccountEventKind.Filled, resting, RequestKind.Submit, Side.Sell, false, 4L, 5L, 0L, true),
                (0, AccountEventKind.Amended, resting, RequestKind.Amend, Side.Sell, false, 3L, 3L, 0L, false),
                (2, AccountEventKind.Refused, resting, RequestKind.Amend, Side.Buy, false, 2L, 0L, 0L, true),
                (0, AccountEventKind.Cancelled, resting, RequestKind.Cancel, Side.Sell, false, 3L, 0L, 0L, false),
                (3, AccountEventKind.Expired, expiring, RequestKind.Submit, Side.Buy, false, 4L, 0L, 0L, true),
            ],
            _market.AccountEvents.Select(accountEvent => (
                accountEvent.Account.Value, accountEvent.Kind, accountEvent.Order, accountEvent.Request, accountEvent.Side, accountEvent.IsAggressor, accountEvent.Quantity.Lots, accountEvent.Remaining.Lots, accountEvent.Fee, accountEvent.Wakes)));
    }
}
