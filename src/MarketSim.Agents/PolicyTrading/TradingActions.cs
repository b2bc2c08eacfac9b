using MarketSim.Agents.Decisions;
using MarketSim.Market.Orders;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>Converts a policy's action into requests. No order can move the position beyond its limit, in whatever order open orders fill.</summary>
internal static class TradingActions
{
    /// <summary>Cancels all open orders, and sends those of the action.</summary>
    /// <param name="action">Clipped to the action space.</param>
    public static void Execute(Decision decision, ReadOnlySpan<float> action, TradingRules rules)
    {
        decision.CancelAll();
        switch (rules.Actions)
        {
            case ActionKind.Discrete:
                Trade(decision, ((int)action[0] - rules.Sizes) * rules.OrderSize.Lots, rules);
                break;
            case ActionKind.Target:
                long target = (long)Math.Round(action[0] * (double)rules.MaximumPosition, MidpointRounding.ToEven);
                Trade(decision, target - decision.Portfolio.Inventory, rules);
                break;
            default:
                Quote(decision, action, rules);
                break;
        }
    }

    // A market order, as far as the position limit allows and the other side is quoted.
    private static void Trade(Decision decision, long signedLots, TradingRules rules)
    {
        Side side = signedLots > 0 ? Side.Buy : Side.Sell;
        long lots = Math.Min(Math.Abs(signedLots), Room(decision, side, rules));
        bool isQuoted = side == Side.Buy ? decision.Market.BestAsk is not null : decision.Market.BestBid is not null;
        if (lots > 0 && isQuoted)
        {
            decision.SubmitMarket(side, new Quantity(lots));
        }
    }

    private static void Quote(Decision decision, ReadOnlySpan<float> action, TradingRules rules)
    {
        double mid = decision.Market.MidTicks;
        long bid = (long)Math.Floor(mid - Distance(action[0], rules));
        long ask = (long)Math.Ceiling(mid + Distance(action[1], rules));
        SubmitQuote(decision, Side.Buy, Math.Max(1, bid), rules);
        SubmitQuote(decision, Side.Sell, Math.Max(2, ask), rules);
    }

    private static void SubmitQuote(Decision decision, Side side, long price, TradingRules rules)
    {
        long lots = Math.Min(rules.OrderSize.Lots, Room(decision, side, rules));
        if (lots > 0)
        {
            decision.SubmitPostOnly(side, new Price(price), new Quantity(lots));
        }
    }

    // -1 is at the mid-price, 1 the whole range away.
    private static double Distance(float action, TradingRules rules) => (action + 1) / 2.0 * rules.QuoteRangeTicks;

    // Lots that the position limit allows. Orders that are being cancelled can still trade, so that they count as filled.
    private static long Room(Decision decision, Side side, TradingRules rules)
    {
        long position = side == Side.Buy ? decision.Portfolio.Inventory : -decision.Portfolio.Inventory;
        return Math.Max(0, rules.MaximumPosition - position - decision.Portfolio.OpenLots(side));
    }
}
