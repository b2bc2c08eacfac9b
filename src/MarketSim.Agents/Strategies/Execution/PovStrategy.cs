using MarketSim.Agents.Decisions;
using MarketSim.Agents.Parameters;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.Execution;

/// <summary>Executes a parent order as a share of the volume that trades, its own part included.</summary>
internal sealed class PovStrategy : IStrategy
{
    private const long NotStarted = -1;

    private readonly Settings _settings;
    private long _volumeAtStartLots = NotStarted;

    private PovStrategy(Settings settings) => _settings = settings;

    public static StrategyDefinition Definition { get; } = new(
        "pov",
        "Executes a large order as a share of the traded volume.",
        "Almgren, Thum, Hauptmann and Li (2005), Risk 18, for execution at a rate of volume; POVExecutionAgent of ABIDES (Byrd, Hybinette and Balch 2020)",
        [
            .. ParentOrder.Parameters,
            new("share", ParameterUnit.Fraction, 0.1, 1e-6, 0.9, "Share of the volume since the start, the agent's own trades included."),
            new("interval", ParameterUnit.Duration, 30e9, 1e3, 1e18, "Time between child orders."),
        ],
        (parameters, market) =>
        {
            var settings = new Settings(ParentOrder.From(parameters, market), parameters["share"], parameters.Nanoseconds("interval"));
            return () => new PovStrategy(settings);
        });

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => _settings.Parent.Start(session);

    public void Decide(Decision decision)
    {
        ParentOrder parent = _settings.Parent;
        if (!decision.IsScheduled || parent.IsDone(decision.Portfolio))
        {
            return;
        }

        if (_volumeAtStartLots == NotStarted)
        {
            _volumeAtStartLots = decision.Market.CumulativeVolumeLots;
        }

        SimulatedTime end = parent.End(decision.Session, _settings.IntervalNanoseconds);
        SimulatedTime next = decision.Now + _settings.IntervalNanoseconds;
        if (decision.Now < end)
        {
            next = next < end ? next : end;
            parent.SendUpTo(decision, TargetLots(decision), next, parent.Child);
            decision.WakeAt(next);
        }
        else if (parent.Rest == RestStyle.CatchUp)
        {
            parent.SendUpTo(decision, parent.Quantity.Lots, next, ChildStyle.Aggressive);
            decision.WakeAt(next);
        }
    }

    public void Save(MessagePackWriter writer) => writer.WriteInt64(_volumeAtStartLots);

    public void Restore(ref MessagePackReader reader) => _volumeAtStartLots = reader.ReadInt64();

    // Executed lots that are the share of the volume. A child order of x lots adds to the volume too: (own + x) / (volume + x) = share is solved for x.
    private long TargetLots(Decision decision)
    {
        long volume = decision.Market.CumulativeVolumeLots - _volumeAtStartLots;
        long own = decision.Portfolio.TradedLots;
        double childLots = ((_settings.Share * volume) - own) / (1 - _settings.Share);
        return own + (long)Math.Max(0, childLots);
    }

    private sealed record Settings(ParentOrder Parent, double Share, long IntervalNanoseconds);
}
