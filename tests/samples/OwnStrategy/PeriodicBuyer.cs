using MarketSim.Agents.Decisions;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.Strategies;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace OwnStrategy;

/// <summary>Buys and sells the same quantity in turn, at a fixed interval.</summary>
public sealed class PeriodicBuyer : IStrategy
{
    private readonly long _interval;
    private readonly Quantity _quantity;
    private long _decisions;

    private PeriodicBuyer(long interval, Quantity quantity) => (_interval, _quantity) = (interval, quantity);

    /// <summary>What a scenario's group names by <c>type: periodic_buyer</c>.</summary>
    public static StrategyDefinition Definition { get; } = new(
        "periodic_buyer",
        "Buys and sells the same quantity in turn, at a fixed interval.",
        "the sample of MarketSim",
        [
            new ParameterDefinition("interval", ParameterUnit.Duration, 10e9, 1, 1e18, "Time between two orders."),
            new ParameterDefinition("quantity", ParameterUnit.Number, 10, 1, 1e9, "Units of an order."),
        ],
        (parameters, market) => () => new PeriodicBuyer(parameters.Nanoseconds("interval"), market.Lots(parameters["quantity"])));

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => session.Open + _interval;

    public void Decide(Decision decision)
    {
        if (decision.IsScheduled)
        {
            decision.SubmitMarket(_decisions++ % 2 == 0 ? Side.Buy : Side.Sell, _quantity);
            decision.WakeAfter(_interval);
        }
    }

    public void Save(MessagePackWriter writer) => writer.WriteInt64(_decisions);

    public void Restore(ref MessagePackReader reader) => _decisions = reader.ReadInt64();
}
