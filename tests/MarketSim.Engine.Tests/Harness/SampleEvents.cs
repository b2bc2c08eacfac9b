using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Engine.Tests.Harness;

/// <summary>Account events as a venue would send them.</summary>
internal static class SampleEvents
{
    /// <summary>Wakes its owner.</summary>
    public static AccountEvent Fill(int account, int order, Side side = Side.Buy, long price = 100, long quantity = 1) =>
        Of(account, order, AccountEventKind.Filled) with { Side = side, Price = new Price(price), Quantity = new Quantity(quantity) };

    /// <summary>Wakes nobody.</summary>
    public static AccountEvent Cancelled(int account, int order) => Of(account, order, AccountEventKind.Cancelled) with { Reason = EventReason.Requested };

    private static AccountEvent Of(int account, int order, AccountEventKind kind) => new(
        new AccountId(account), kind, EventReason.None, RequestKind.Submit, Side.Buy, IsAggressor: false, new SimulatedTime(0), OrderId.Of(new AccountId(account), order), new Price(100), new Quantity(1), Quantity.Zero, Fee: 0);
}
