using MarketSim.Agents.Decisions;
using MarketSim.Agents.Strategies;
using MarketSim.Learning.Spaces;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.OrderBooks;

/// <summary>Turns the learner's action into orders, at the times of its decisions; fills do not make it act in between.</summary>
internal sealed class LearnerStrategy(OrderBookSettings settings) : IStrategy
{
    private static readonly BoxSpace QuoteSpace = BoxSpace.Uniform(2, -1, 1);

    private readonly float[] _action = new float[SpaceOf(settings).Size];
    private bool _mustFlatten;
    private bool _hasLeft;

    public static Space SpaceOf(OrderBookSettings settings) => settings.Positions?.Space ?? QuoteSpace;

    /// <summary>The action that the next decision carries out.</summary>
    public void Set(ReadOnlySpan<float> action, bool mustFlatten)
    {
        action.CopyTo(_action);
        _mustFlatten = mustFlatten;
    }

    /// <summary>The learner's episode is over, that of others may not be: it cancels what is open and trades no more.</summary>
    public void Leave() => _hasLeft = true;

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => session.Open + settings.WarmUpNanoseconds;

    public void Decide(Decision decision)
    {
        if (!decision.IsScheduled)
        {
            return;
        }

        decision.CancelAll();
        if (_hasLeft)
        {
            // Nothing but to cancel what is open.
        }
        else if (_mustFlatten)
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

        decision.WakeAfter(settings.DecisionNanoseconds);
    }

    // Within one step the action is set anew, so that there is nothing to save.
    public void Save(MessagePackWriter writer) => writer.WriteNil();

    public void Restore(ref MessagePackReader reader) => reader.TryReadNil();

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
