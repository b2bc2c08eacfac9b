using MarketSim.Agents.Decisions;
using MarketSim.Agents.Strategies;
using MarketSim.Learning.Spaces;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.OrderBooks;

/// <summary>The strategy of a learner's agent: converts its action into orders at the times of its decisions, and does not react to fills in between.</summary>
internal sealed class LearnerStrategy(OrderBookSettings settings) : IStrategy
{
    private static readonly BoxSpace QuoteSpace = BoxSpace.Uniform(2, -1, 1);

    private readonly float[] _action = new float[SpaceOf(settings).Size];
    private bool _mustLiquidate;
    private bool _hasLeft;

    public static Space SpaceOf(OrderBookSettings settings) => settings.Positions?.Space ?? QuoteSpace;

    /// <summary>Sets the action that the next decision executes.</summary>
    /// <param name="mustLiquidate">True to close the position instead.</param>
    public void SetAction(ReadOnlySpan<float> action, bool mustLiquidate)
    {
        action.CopyTo(_action);
        _mustLiquidate = mustLiquidate;
    }

    /// <summary>Ends the learner's participation, while other learners may continue: it cancels its open orders and trades no more.</summary>
    public void Leave() => _hasLeft = true;

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => session.Open + settings.WarmUpNanoseconds;

    public void Decide(Decision decision)
    {
        if (!decision.IsScheduled)
        {
            return;
        }

        decision.CancelAll();
        if (!_hasLeft)
        {
            Trade(decision);
        }

        decision.WakeAfter(settings.DecisionNanoseconds);
    }

    // The action is set before each decision, and the environment calls Leave again after a restore, so that there is nothing to save.
    public void Save(MessagePackWriter writer) => writer.WriteNil();

    public void Restore(ref MessagePackReader reader) => reader.TryReadNil();

    private void Trade(Decision decision)
    {
        if (_mustLiquidate)
        {
            TradeTo(decision, 0);
        }
        else if (settings.Positions is { } positions)
        {
            double target = positions.TargetOf(_action, decision.Portfolio.Inventory / (double)settings.PositionLimitLots);
            TradeTo(decision, (long)Math.Round(target * settings.PositionLimitLots, MidpointRounding.AwayFromZero));
        }
        else
        {
            Quote(decision);
        }
    }

    private static void TradeTo(Decision decision, long target)
    {
        long lots = target - decision.Portfolio.Inventory;
        if (lots != 0)
        {
            decision.SubmitMarket(lots > 0 ? Side.Buy : Side.Sell, new Quantity(Math.Abs(lots)));
        }
    }

    private void Quote(Decision decision)
    {
        double mid = decision.Market.MidTicks;
        long bid = (long)Math.Floor(mid - DistanceOf(_action[0]));
        long ask = (long)Math.Ceiling(mid + DistanceOf(_action[1]));
        if (bid >= 1 && decision.Portfolio.Inventory + settings.QuoteLots <= settings.PositionLimitLots)
        {
            decision.SubmitPostOnly(Side.Buy, new Price(bid), new Quantity(settings.QuoteLots));
        }

        if (decision.Portfolio.Inventory - settings.QuoteLots >= -settings.PositionLimitLots)
        {
            decision.SubmitPostOnly(Side.Sell, new Price(Math.Max(ask, 1)), new Quantity(settings.QuoteLots));
        }
    }

    private double DistanceOf(float action) => (action + 1) / 2 * settings.QuoteRangeTicks;
}
