using MarketSim.Agents.Decisions;
using MarketSim.Agents.Strategies;
using MarketSim.Environments.Policies;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.OrderBooks;

/// <summary>A learner of the order-book environment whose actions come from a model.</summary>
internal sealed class OnnxStrategy(OrderBookSettings settings, OnnxPolicy policy) : IStrategy
{
    private readonly OrderBookObserver _observer = new(settings);
    private readonly LearnerStrategy _learner = new(settings);
    private readonly float[] _observation = new float[new OrderBookObserver(settings).Space.Size];
    private readonly float[] _action = new float[LearnerStrategy.SpaceOf(settings).Size];
    private int _decision;
    private double _opening;

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => _learner.FirstWake(session, ref random);

    public void Decide(Decision decision)
    {
        if (!decision.IsScheduled)
        {
            return;
        }

        double equity = decision.Portfolio.Cash + (decision.Portfolio.Inventory * decision.Market.MidTicks);
        if (_decision == 0)
        {
            _opening = equity;
        }

        _observer.Observe(
            decision.Market, decision.Session.Open.Nanoseconds, decision.Portfolio, equity - _opening, Math.Max(0, settings.Decisions - _decision), _observation);
        policy.Act(_observation, _action);
        _learner.Set(_action, mustFlatten: false);
        _learner.Decide(decision);
        _decision++;
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.WriteInt64(_decision);
        writer.WriteDouble(_opening);
        _observer.Save(writer);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3);
        _decision = reader.ReadInt32();
        _opening = reader.ReadDouble();
        _observer.Restore(ref reader);
    }
}
