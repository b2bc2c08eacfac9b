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

/// <summary>A large order that is worked in small ones, and never overfilled: what is out counts as done until it comes back.</summary>
/// <param name="StartNanoseconds">After the opening.</param>
/// <param name="Limit">Worst price; null for any.</param>
internal sealed record ParentOrder(
    Side Side, Quantity Quantity, long StartNanoseconds, long DurationNanoseconds, Price? Limit, ChildStyle Child, RestStyle Rest)
{
    /// <summary>An agent has one such order.</summary>
    private const int Number = 1;

    public static IReadOnlyList<ParameterDefinition> Parameters { get; } =
    [
        ParameterDefinition.Choice("side", "Whether the parent order buys or sells.", "buy", "sell"),
        new("quantity", ParameterUnit.Quantity, 10_000, 1e-9, 1e12, "Size of the parent order."),
        new("start", ParameterUnit.Duration, 0, 0, 1e18, "When the execution starts, after the opening."),
        new("duration", ParameterUnit.Duration, 3_600e9, 1e6, 1e18, "How long it goes on; at most until shortly before the close."),
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

    /// <summary>When the last order goes out; what would end at the close ends one interval before it, so that the order still trades.</summary>
    public SimulatedTime End(TradingSession session, long intervalNanoseconds)
    {
        SimulatedTime end = Start(session) + DurationNanoseconds;
        var latest = new SimulatedTime(session.Close.Nanoseconds - intervalNanoseconds);
        return end < latest ? end : latest;
    }

    public bool IsDone(Portfolio portfolio) => portfolio.TradedLots >= Quantity.Lots;

    /// <summary>Sends what is missing to a number of lots done.</summary>
    /// <param name="nextWake">A passive child is out of the market by then, and known to be.</param>
    public void SendUpTo(Decision decision, long targetLots, SimulatedTime nextWake, ChildStyle style)
    {
        long done = decision.Portfolio.TradedLots + decision.Portfolio.OpenLots(Side);
        var quantity = new Quantity(Math.Min(targetLots, Quantity.Lots) - done);
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
        // News of an expiry come when a tick opens, so a tick of time is left for them.
        long waiting = nextWake - decision.Now;
        var expiry = new SimulatedTime(nextWake.Nanoseconds - Math.Min(decision.Session.TickNanoseconds, waiting / 2));
        Price best = Quotes.Own(Side, decision.Market);
        decision.SubmitGoodTill(Side, Limit is { } limit && IsWorse(best, limit) ? limit : best, quantity, expiry, Number);
    }

    private bool IsWorse(Price price, Price limit) => Side == Side.Buy ? price > limit : price < limit;
}
