using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Tests.Book.Naive;

namespace MarketSim.Market.Tests.Book.Differential;

/// <summary>Keeps the place of an order whose quantity grows.</summary>
internal sealed class BookThatKeepsPriorityOnAmendUp(BookRules rules) : NaiveOrderBook(rules)
{
    protected override bool KeepsPriority(RestingOrder before, RestingOrder after) => after.Price == before.Price;
}

/// <summary>Lets an order live one instant too long.</summary>
internal sealed class BookThatExpiresTooLate(BookRules rules) : NaiveOrderBook(rules)
{
    protected override bool IsDue(RestingOrder order, SimulatedTime now) => base.IsDue(order, now) && order.ExpiresAt < now;
}

/// <summary>Cancels the other of the two orders of one owner.</summary>
internal sealed class BookThatCancelsTheWrongOrder(BookRules rules) : NaiveOrderBook(rules)
{
    protected override SelfTradeMode ModeOf(AccountId aggressor) =>
        base.ModeOf(aggressor) is SelfTradeMode.CancelNewest ? SelfTradeMode.CancelOldest : base.ModeOf(aggressor);
}
