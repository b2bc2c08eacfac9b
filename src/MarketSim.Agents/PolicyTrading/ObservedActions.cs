using MarketSim.Agents.Decisions;
using MarketSim.Agents.Portfolios;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>
/// Converts the requests of an agent of another kind into the nearest action of a policy: the inverse of <see cref="TradingActions"/>. OBSERVATIONS.md
/// describes the rules.
/// </summary>
internal static class ObservedActions
{
    /// <summary>Writes the action.</summary>
    /// <param name="requests">Requests of one decision.</param>
    /// <param name="action">Shape [action size]; receives the action.</param>
    public static void Write(ReadOnlySpan<OrderRequest> requests, MarketSnapshot market, Portfolio portfolio, TradingRules rules, Span<float> action)
    {
        switch (rules.Actions)
        {
            case ActionKind.Discrete:
                action[0] = rules.Sizes + SignedSizes(NetLots(requests, market), rules);
                break;
            case ActionKind.Target:
                action[0] = (float)Math.Clamp((portfolio.Inventory + NetLots(requests, market)) / (double)rules.MaximumPosition, -1, 1);
                break;
            default:
                action[0] = Distance(requests, Side.Buy, market, rules);
                action[1] = Distance(requests, Side.Sell, market, rules);
                break;
        }
    }

    /// <summary>Lots bought less lots sold by orders that trade at once: an order that rests in the book is no decision to trade now.</summary>
    private static long NetLots(ReadOnlySpan<OrderRequest> requests, MarketSnapshot market)
    {
        long net = 0;
        foreach (ref readonly OrderRequest request in requests)
        {
            if (request.Kind == RequestKind.Submit && TradesAtOnce(request.Order, market))
            {
                net += request.Order.Side == Side.Buy ? request.Order.Quantity.Lots : -request.Order.Quantity.Lots;
            }
        }

        return net;
    }

    private static bool TradesAtOnce(in NewOrder order, MarketSnapshot market) => order.Type == OrderType.Market
        || (!order.PostOnly && (order.Side == Side.Buy
            ? market.BestAsk is { } ask && order.Price >= ask
            : market.BestBid is { } bid && order.Price <= bid));

    // Rounded to sizes; any trade is at least one.
    private static int SignedSizes(long netLots, TradingRules rules) => netLots == 0
        ? 0
        : Math.Sign(netLots) * (int)Math.Clamp((Math.Abs(netLots) + (rules.OrderSize.Lots / 2)) / rules.OrderSize.Lots, 1, rules.Sizes);

    // By the nearest quote of a side; the maximum distance where it has none.
    private static float Distance(ReadOnlySpan<OrderRequest> requests, Side side, MarketSnapshot market, TradingRules rules)
    {
        double nearest = rules.QuoteRangeTicks;
        foreach (ref readonly OrderRequest request in requests)
        {
            if (request.Kind == RequestKind.Submit && request.Order.Side == side && request.Order.Type == OrderType.Limit)
            {
                double distance = side == Side.Buy ? market.MidTicks - request.Order.Price.Ticks : request.Order.Price.Ticks - market.MidTicks;
                nearest = Math.Min(nearest, Math.Max(0, distance));
            }
        }

        return (float)((2 * nearest / rules.QuoteRangeTicks) - 1);
    }
}
