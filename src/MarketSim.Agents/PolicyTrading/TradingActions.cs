using MarketSim.Agents.Decisions;
using MarketSim.Market.Orders;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>Turns a policy's action into requests. No order could bring the position beyond its limit, whatever of the others fills first.</summary>
internal static class TradingActions
{
    /// <param name="action">As the environment takes it: clipped to the action space.</param>
    public static void Take(Decision decision, ReadOnlySpan<float> action, TradingRules rules)
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

    /// <summary>Trades at once what can be traded, at most so much.</summary>
    private static void Trade(Decision decision, long signedLots, TradingRules rules)
    {
        Side side = signedLots > 0 ? Side.Buy : Side.Sell;
        long lots = Math.Min(Math.Abs(signedLots), Room(decision, side, rules));
        bool hasCounterpart = side == Side.Buy ? decision.Market.BestAsk is not null : decision.Market.BestBid is not null;
        if (lots > 0 && hasCounterpart)
        {
            decision.SubmitMarket(side, new Quantity(lots));
        }
    }

    private static void Quote(Decision decision, ReadOnlySpan<float> action, TradingRules rules)
    {
        double mid = decision.Market.MidTicks;
        long bid = (long)Math.Floor(mid - Distance(action[0], rules));
        long ask = (long)Math.Ceiling(mid + Distance(action[1], rules));
        Rest(decision, Side.Buy, Math.Max(1, bid), rules);
        Rest(decision, Side.Sell, Math.Max(2, ask), rules);
    }

    private static void Rest(Decision decision, Side side, long price, TradingRules rules)
    {
        long lots = Math.Min(rules.OrderSize.Lots, Room(decision, side, rules));
        if (lots > 0)
        {
            decision.SubmitPostOnly(side, new Price(price), new Quantity(lots));
        }
    }

    // From -1, at the mid-price, to 1, the whole range away.
    private static double Distance(float action, TradingRules rules) => (action + 1) / 2.0 * rules.QuoteRangeTicks;

    // Orders that are being cancelled can still trade, so they count as if they had.
    private static long Room(Decision decision, Side side, TradingRules rules)
    {
        long position = side == Side.Buy ? decision.Portfolio.Inventory : -decision.Portfolio.Inventory;
        return Math.Max(0, rules.MaximumPosition - position - decision.Portfolio.OpenLots(side));
    }
}
