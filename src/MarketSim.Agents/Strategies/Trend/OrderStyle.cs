using MarketSim.Agents.Decisions;
using MarketSim.Market.Orders;

namespace MarketSim.Agents.Strategies.Trend;

/// <summary>The words of the parameter <c>order</c>, in their order: the type of an order that is to trade at once.</summary>
internal enum OrderStyle
{
    Limit,
    Market,
}

internal static class OrderStyles
{
    public const string Description = "A limit order at the best price of the other side, whose rest stays until the next wake-up, or a market order.";

    /// <summary>Submits an order; nothing where its quantity is 0.</summary>
    public static void Submit(this OrderStyle style, Decision decision, Side side, Quantity quantity)
    {
        if (quantity <= Quantity.Zero)
        {
            return;
        }

        if (style == OrderStyle.Market)
        {
            decision.SubmitMarket(side, quantity);
        }
        else
        {
            decision.SubmitLimit(side, Quotes.Opposite(side, decision.Market), quantity);
        }
    }
}
