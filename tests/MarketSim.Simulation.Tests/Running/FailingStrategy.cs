using MarketSim.Agents.Decisions;
using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>Quotes on both sides every two seconds and throws, after sending an order, in every n-th decision of its life.</summary>
internal sealed class FailingStrategy(long every, Func<Exception> exception) : IStrategy
{
    private long _decisions;

    public static ScenarioAgents Group(int count, long every, Func<Exception>? exception = null) => new(
        "failing",
        new RuleBasedAgent(new StrategyDefinition("failing", "Throws now and then.", "none", [], (_, _) => () => new FailingStrategy(every, exception ?? (() => new InvalidOperationException("the strategy is wrong"))))),
        count,
        new LatencyModel(1_000_000, 0, 0),
        Cash: 100_000_000,
        Inventory: 0);

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => session.Open + 1_000_000_000;

    public void Decide(Decision decision)
    {
        long mid = (long)decision.Market.MidTicks;
        decision.SubmitLimit(Side.Buy, new Price(mid - 2), new Quantity(10));
        decision.SubmitLimit(Side.Sell, new Price(mid + 3), new Quantity(10));
        if (++_decisions % every == 0)
        {
            throw exception();
        }

        decision.WakeAfter(2_000_000_000);
    }

    public void Save(MessagePackWriter writer) => writer.WriteInt64(_decisions);

    public void Restore(ref MessagePackReader reader) => _decisions = reader.ReadInt64();
}
