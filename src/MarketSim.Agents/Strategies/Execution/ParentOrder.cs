using MarketSim.Agents.Decisions;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.Portfolios;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;

namespace MarketSim.Agents.Strategies.Execution;

/// <summary>The words of the parameter <c>child</c>, in their order.</summary>
internal enum ChildStyle
{
    Aggressive,
    Passive,
}

/// <summary>The words of the parameter <c>rest</c>, in their order.</summary>
internal enum RestStyle
{
    CatchUp,
    Leave,
}

/// <summary>A large order that is executed in small child orders, and never overfilled: open child orders count as executed until they are cancelled.</summary>
/// <param name="StartNanoseconds">Time from the opening to the start.</param>
/// <param name="DurationNanoseconds">Time from the start to the end.</param>
/// <param name="Limit">Worst price; null for any.</param>
/// <param name="Child">Style of child orders.</param>
/// <param name="Rest">Treatment of the quantity that is left at the end.</param>
internal sealed record ParentOrder(
    Side Side, Quantity Quantity, long StartNanoseconds, long DurationNanoseconds, Price? Limit, ChildStyle Child, RestStyle Rest)
{
    // An agent has one such order.
    private const int Number = 1;

    public static IReadOnlyList<ParameterDefinition> Parameters { get; } =
    [
        ParameterDefinition.Choice("side", "Whether the parent order buys or sells.", "buy", "sell"),
        new("quantity", ParameterUnit.Quantity, 10_000, 1e-9, 1e12, "Size of the parent order."),
        new("start", ParameterUnit.Duration, 0, 0, 1e18, "When the execution starts, after the opening."),
        new("duration", ParameterUnit.Duration, 3_600e9, 1e6, 1e18, "How long it lasts; at most until shortly before the close."),
        new("limitPrice", ParameterUnit.Price, 0, 0, 1e12, "Worst price to trade at; 0 for any."),
        ParameterDefinition.Choice("child", "Whether child orders take at once, or wait at the best price of their side until the next one is due.", "aggressive", "passive"),
        ParameterDefinition.Choice("rest", "Whether what is left at the end is taken at once, or left.", "catch_up", "leave"),
    ];

    public static ParentOrder From(ParameterSet parameters, StrategyMarket market) => new(
        parameters.Choice<Side>("side"),
        market.Lots(parameters["quantity"]),
        parameters.Nanoseconds("start"),
        parameters.Nanoseconds("duration"),
        parameters["limitPrice"] == 0 ? null : new Price(market.Ticks(parameters["limitPrice"], minimum: 1)),
        parameters.Choice<ChildStyle>("child"),
        parameters.Choice<RestStyle>("rest"));

    public SimulatedTime Start(TradingSession session) => session.Open + StartNanoseconds;

    /// <summary>The time of the last child order; an execution that would end at the close ends one interval before it, so that the order still trades.</summary>
    public SimulatedTime End(TradingSession session, long intervalNanoseconds)
    {
        SimulatedTime end = Start(session) + DurationNanoseconds;
        var latest = new SimulatedTime(session.Close.Nanoseconds - intervalNanoseconds);
        return end < latest ? end : latest;
    }

    public bool IsDone(Portfolio portfolio) => portfolio.TradedLots >= Quantity.Lots;

    /// <summary>Sends a child order for the difference between a target and the lots that are executed or open.</summary>
    /// <param name="targetLots">Lots of the parent to have executed; at most all of them count.</param>
    /// <param name="nextWake">The time by which a passive child has expired, and the agent has received its expiry.</param>
    public void SendUpTo(Decision decision, long targetLots, SimulatedTime nextWake, ChildStyle style)
    {
        long executedOrOpen = decision.Portfolio.TradedLots + decision.Portfolio.OpenLots(Side);
        var quantity = new Quantity(Math.Min(targetLots, Quantity.Lots) - executedOrOpen);
        if (quantity <= Quantity.Zero)
        {
            return;
        }

        if (style == ChildStyle.Passive)
        {
            SendPassive(decision, quantity, nextWake);
        }
        else if (Limit is { } limit)
        {
            decision.SubmitImmediateOrCancel(Side, limit, quantity, Number);
        }
        else
        {
            decision.SubmitMarket(Side, quantity, Number);
        }
    }

    private void SendPassive(Decision decision, Quantity quantity, SimulatedTime nextWake)
    {
        // The account event of an expiry arrives when a tick opens, so the order expires a tick before the next wake-up.
        long untilNextWake = nextWake - decision.Now;
        var expiry = new SimulatedTime(nextWake.Nanoseconds - Math.Min(decision.Session.TickNanoseconds, untilNextWake / 2));
        Price best = Quotes.Own(Side, decision.Market);
        decision.SubmitGoodTill(Side, Limit is { } limit && IsWorse(best, limit) ? limit : best, quantity, expiry, Number);
    }

    private bool IsWorse(Price price, Price limit) => Side == Side.Buy ? price > limit : price < limit;
}
