using MarketSim.Agents.Decisions;
using MarketSim.Agents.Strategies;
using MarketSim.Environments.Policies;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.OrderBooks;

/// <summary>Trades like the learner of the order-book environment, by the actions of a model.</summary>
internal sealed class OnnxStrategy(OrderBookSettings settings, OnnxPolicy policy) : IStrategy
{
    private readonly OrderBookObserver _observer = new(settings);
    private readonly LearnerStrategy _learner = new(settings);
    private readonly float[] _observation = new float[new OrderBookObserver(settings).Space.Size];
    private readonly float[] _action = new float[LearnerStrategy.SpaceOf(settings).Size];
    private int _decisions;
    private double _openingEquity;

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => _learner.FirstWake(session, ref random);

    public void Decide(Decision decision)
    {
        if (!decision.IsScheduled)
        {
            return;
        }

        double equity = decision.Portfolio.Cash + (decision.Portfolio.Inventory * decision.Market.MidTicks);
        if (_decisions == 0)
        {
            _openingEquity = equity;
        }

        _observer.Observe(
            decision.Market, decision.Session.Open.Nanoseconds, decision.Portfolio, equity - _openingEquity, Math.Max(0, settings.Decisions - _decisions), _observation);
        policy.Act(_observation, _action);
        _learner.SetAction(_action, mustLiquidate: false);
        _learner.Decide(decision);
        _decisions++;
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.WriteInt64(_decisions);
        writer.WriteDouble(_openingEquity);
        _observer.Save(writer);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3);
        _decisions = reader.ReadInt32();
        _openingEquity = reader.ReadDouble();
        _observer.Restore(ref reader);
    }
}
