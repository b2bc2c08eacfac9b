using MarketSim.Agents.Decisions;
using MarketSim.Agents.Strategies;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Experiments.Impact;

/// <summary>
/// Carries out an <see cref="ImpactPlan"/> by market orders at even times. It wakes at the same times whatever the plan is, and draws nothing, so that a
/// market with the order and one without it have all random numbers in common.
/// </summary>
internal sealed class ProbeStrategy(ImpactPlan plan, StrategyMarket market) : IStrategy
{
    private const long ChildNanoseconds = 5 * SimulatedTime.NanosecondsPerSecond;

    private long _sentLots;
    private long _returnedLots;

    public static StrategyDefinition Definition(ImpactPlan plan) =>
        new("impact_probe", "Sends a parent order evenly.", "MarketSim", [], (_, market) => () => new ProbeStrategy(plan, market));

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => session.Open + Nanoseconds(plan.StartSeconds);

    public void Decide(Decision decision)
    {
        if (!decision.IsScheduled)
        {
            return;
        }

        long lots = plan.Quantity == 0 ? 0 : market.Lots(plan.Quantity).Lots;
        long since = decision.Now - FirstWake(decision.Session, ref decision.Random);
        long duration = Math.Max(ChildNanoseconds, Nanoseconds(plan.DurationSeconds));
        _sentLots += Send(decision, plan.Side, Due(lots, since, duration) - _sentLots, parent: 1);
        if (plan.RoundTrip && since > duration)
        {
            _returnedLots += Send(decision, plan.Side == Side.Buy ? Side.Sell : Side.Buy, Due(lots, since - duration - ChildNanoseconds, duration) - _returnedLots, parent: 2);
        }

        if (since < (2 * duration) + (2 * ChildNanoseconds))
        {
            decision.WakeAfter(ChildNanoseconds);
        }
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.WriteInt64(_sentLots);
        writer.WriteInt64(_returnedLots);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        _sentLots = reader.ReadInt64();
        _returnedLots = reader.ReadInt64();
    }

    /// <summary>Lots that are to be sent by now: the last child goes out one interval before the duration is over.</summary>
    private static long Due(long lots, long since, long duration) =>
        since < 0 ? 0 : (long)((Int128)lots * Math.Min(duration, since + ChildNanoseconds) / duration);

    private static long Send(Decision decision, Side side, long lots, int parent)
    {
        if (lots > 0)
        {
            decision.SubmitMarket(side, new Quantity(lots), parent);
        }

        return Math.Max(0, lots);
    }

    private static long Nanoseconds(double seconds) => (long)(seconds * SimulatedTime.NanosecondsPerSecond);
}
