using MarketSim.Agents.Decisions;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.Strategies.Sizing;
using MarketSim.Agents.Strategies.Timing;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.Trend;

/// <summary>Buys while a fast average of the mid-price, as seen at its own wake-ups, is not below a slow one, and sells while it is.</summary>
/// <remarks>RMSC04 of ABIDES: 12 agents with meanInterval 37s, sizeDistribution round_lots, meanSize 100; there the rest of an order stays, here until the next wake-up.</remarks>
internal sealed class MomentumStrategy : IStrategy
{
    private readonly Settings _settings;
    private readonly RecentMids _mids;

    private MomentumStrategy(Settings settings)
    {
        _settings = settings;
        _mids = new RecentMids(settings.FastWindow, settings.SlowWindow);
    }

    public static StrategyDefinition Definition { get; } = new(
        "momentum",
        "Follows the trend: fast against slow moving average of the mid-price.",
        "Jegadeesh and Titman (1993), Journal of Finance 48; MomentumAgent of ABIDES (Byrd, Hybinette and Balch 2020), which compares 20 and 50 observations",
        [
            .. WakeSchedule.Parameters(defaultSeconds: 60),
            .. OrderSizes.Parameters(defaultUnits: 50),
            new("fastWindow", ParameterUnit.Count, 20, 1, 10_000, "Observations in the fast average.") { LessThan = "slowWindow" },
            new("slowWindow", ParameterUnit.Count, 50, 2, 10_000, "Observations in the slow average; the agent trades once it has so many."),
            ParameterDefinition.Choice("order", OrderStyles.Description, "limit", "market"),
            PositionLimit.Parameter(defaultUnits: 0),
        ],
        (parameters, market) =>
        {
            var settings = new Settings(
                WakeSchedule.From(parameters, market),
                OrderSizes.From(parameters, market),
                parameters.Count("fastWindow"),
                parameters.Count("slowWindow"),
                parameters.Choice<OrderStyle>("order"),
                PositionLimit.From(parameters, market));
            return () => new MomentumStrategy(settings);
        });

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => _settings.Wakes.First(session, ref random);

    public void Decide(Decision decision)
    {
        if (!decision.IsScheduled)
        {
            return;
        }

        decision.CancelAll();
        if (decision.Market.BestBid is not null && decision.Market.BestAsk is not null)
        {
            _mids.Add(decision.Market.MidTicks);
            if (_mids.IsFull)
            {
                Trade(decision);
            }
        }

        _settings.Wakes.WakeNext(decision);
    }

    public void Save(MessagePackWriter writer) => _mids.Save(writer);

    public void Restore(ref MessagePackReader reader) => _mids.Restore(ref reader);

    private void Trade(Decision decision)
    {
        Side side = _mids.Trend >= 0 ? Side.Buy : Side.Sell;
        _settings.Order.Submit(decision, side, _settings.Limit.Cap(side, decision.Portfolio, _settings.Sizes.Draw(ref decision.Random)));
    }

    private sealed record Settings(
        WakeSchedule Wakes, OrderSizes Sizes, int FastWindow, int SlowWindow, OrderStyle Order, PositionLimit Limit);
}
