using MarketSim.Agents.Decisions;
using MarketSim.Agents.Parameters;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.Execution;

/// <summary>
/// Executes a parent order in equal slices at equal times; each slice also sends the unexecuted rest of the earlier ones. Its state is in the schedule and
/// the portfolio, so that all agents of a group share one instance.
/// </summary>
internal sealed class TwapStrategy : IStrategy
{
    private readonly ParentOrder _parent;
    private readonly int _slices;
    private readonly long _intervalNanoseconds;

    private TwapStrategy(ParentOrder parent, int slices)
    {
        _parent = parent;
        _slices = slices;
        _intervalNanoseconds = Math.Max(1, parent.DurationNanoseconds / slices);
    }

    public static StrategyDefinition Definition { get; } = new(
        "twap",
        "Executes a large order evenly over time.",
        "Bertsimas and Lo (1998), Journal of Financial Markets 1: equal slices minimise the expected cost under linear impact",
        [
            .. ParentOrder.Parameters,
            new("slices", ParameterUnit.Count, 60, 1, 1_000_000, "Child orders that the parent is cut into."),
        ],
        (parameters, market) =>
        {
            var strategy = new TwapStrategy(ParentOrder.From(parameters, market), parameters.Count("slices"));
            return () => strategy;
        });

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => _parent.Start(session);

    public void Decide(Decision decision)
    {
        if (!decision.IsScheduled || _parent.IsDone(decision.Portfolio))
        {
            return;
        }

        SimulatedTime end = _parent.End(decision.Session, _intervalNanoseconds);
        if (decision.Now >= end)
        {
            CatchUp(decision);
            return;
        }

        SimulatedTime start = _parent.Start(decision.Session);
        long slice = Math.Max(0, decision.Now - start) / _intervalNanoseconds;
        SimulatedTime next = start + ((slice + 1) * _intervalNanoseconds);
        next = next < end ? next : end;
        long target = (long)((Int128)_parent.Quantity.Lots * Math.Min(slice + 1, _slices) / _slices);
        _parent.SendUpTo(decision, target, next, _parent.Child);
        decision.WakeAt(next);
    }

    public void Save(MessagePackWriter writer) => writer.WriteNil();

    public void Restore(ref MessagePackReader reader) => reader.TryReadNil();

    private void CatchUp(Decision decision)
    {
        if (_parent.Rest == RestStyle.CatchUp)
        {
            // The book may be too thin for the whole rest at once.
            SimulatedTime next = decision.Now + _intervalNanoseconds;
            _parent.SendUpTo(decision, _parent.Quantity.Lots, next, ChildStyle.Aggressive);
            decision.WakeAt(next);
        }
    }
}
