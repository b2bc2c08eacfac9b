using System.Collections.Immutable;
using MarketSim.Agents.Decisions;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.Strategies.Timing;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.Execution;

/// <summary>
/// Executes one parent order after the other, of random side and Pareto size, in small child orders of one side. Many such agents give the signs of orders
/// a long memory: with tail exponent alpha their autocorrelation decays with exponent alpha - 1.
/// </summary>
internal sealed class OrderSplitterStrategy : IStrategy
{
    private readonly Settings _settings;

    // The present parent order, numbered from 1.
    private Side _side;
    private long _remainingLots;
    private int _parent;

    private WakeMemory _wakes;

    private OrderSplitterStrategy(Settings settings) => _settings = settings;

    public static StrategyDefinition Definition { get; } = new(
        "order_splitter",
        "Splits parent orders of Pareto sizes into small orders of one side.",
        "Lillo, Mike and Farmer (2005), Physical Review E 71, 066122; with participation, selective liquidity taking of Farmer, Gillemot, Lillo, Mike and Sen (2004), Quantitative Finance 4",
        [
            .. WakeSchedule.SelfExcitingParameters(defaultSeconds: 20),
            new("tailExponent", ParameterUnit.Number, 1.5, 0.1, 10, "Tail exponent of the sizes of parent orders; 1.5 is what stocks show."),
            new("minimumParent", ParameterUnit.Quantity, 100, 1e-9, 1e9, "Smallest parent order.") { LessThan = "maximumParent" },
            new("maximumParent", ParameterUnit.Quantity, 1e6, 1e-9, 1e12, "Largest parent order; what is drawn larger is cut."),
            new("childSize", ParameterUnit.Quantity, 50, 1e-9, 1e9, "Size of a child order."),
            new("marketShare", ParameterUnit.Fraction, 1, 0, 1, "Share of child orders that are market orders; the others wait at the best price of their side until the next one."),
            new("meanPause", ParameterUnit.Duration, 0, 0, 1e18, "Mean pause between two parent orders, beyond the time between children."),
            new("depthShare", ParameterUnit.Fraction, 0, 0, 1, "Largest market child as a share of what is shown at the best price of the other side; what it leaves waits for later children. 0 for any size.") { IsWrittenAtDefault = false },
        ],
        (parameters, market) =>
        {
            var settings = new Settings(
                WakeSchedule.From(parameters, market),
                parameters["tailExponent"],
                parameters["minimumParent"] / (double)market.Instrument.LotSize,
                market.Lots(parameters["maximumParent"]).Lots,
                market.Lots(parameters["childSize"]).Lots,
                parameters["marketShare"],
                parameters["meanPause"] > 0 ? new WakeSchedule(parameters["meanPause"], ArrivalProcess.Poisson) : null,
                parameters["depthShare"]);
            return () => new OrderSplitterStrategy(settings);
        });

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => _settings.Wakes.First(session, ref random);

    public void Decide(Decision decision)
    {
        if (!decision.IsScheduled)
        {
            return;
        }

        decision.CancelAll();
        if (_remainingLots == 0)
        {
            DrawParent(ref decision.Random);
        }

        SendChild(decision);
        long pause = _remainingLots == 0 && _settings.Pauses is not null ? _settings.Pauses.NextDelay(ref decision.Random) : 0;
        _settings.Wakes.WakeNext(decision, ref _wakes, pause);
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(_settings.Wakes.HasMemory ? 4 : 3);
        writer.WriteInt64((byte)_side);
        writer.WriteInt64(_remainingLots);
        writer.WriteInt64(_parent);
        if (_settings.Wakes.HasMemory)
        {
            _wakes.Save(writer);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(_settings.Wakes.HasMemory ? 4 : 3);
        _side = (Side)reader.ReadInt64();
        _remainingLots = reader.ReadInt64();
        _parent = (int)reader.ReadInt64();
        if (_settings.Wakes.HasMemory)
        {
            _wakes = WakeMemory.Restore(ref reader);
        }
    }

    private void DrawParent(ref RandomStream random)
    {
        _parent++;
        _side = random.NextBoolean() ? Side.Buy : Side.Sell;
        double lots = Math.Round(random.NextPareto(_settings.MinimumLots, _settings.TailExponent));
        _remainingLots = Math.Max(1, (long)Math.Min(lots, _settings.MaximumLots));
    }

    private void SendChild(Decision decision)
    {
        var quantity = new Quantity(Math.Min(_remainingLots, _settings.ChildLots));
        if (decision.Random.NextBoolean(_settings.MarketShare))
        {
            quantity = Quantity.Min(quantity, new Quantity(MaxMarketLots(decision.Market)));
            decision.SubmitMarket(_side, quantity, _parent);
        }
        else
        {
            decision.SubmitLimit(_side, Quotes.Own(_side, decision.Market), quantity, _parent);
        }

        _remainingLots -= quantity.Lots;
    }

    // By the quantity at the best price of the other side.
    private long MaxMarketLots(MarketSnapshot market)
    {
        ImmutableArray<BookLevel> levels = _side == Side.Buy ? market.Asks : market.Bids;
        return _settings.DepthShare == 0 || levels.Length == 0 ? long.MaxValue : Math.Max(1, (long)(_settings.DepthShare * levels[0].Quantity.Lots));
    }

    /// <param name="Pauses">Pauses between parent orders; null for none.</param>
    private sealed record Settings(
        WakeSchedule Wakes, double TailExponent, double MinimumLots, long MaximumLots, long ChildLots, double MarketShare, WakeSchedule? Pauses, double DepthShare);
}
