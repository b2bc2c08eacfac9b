using MarketSim.Agents.Decisions;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.Portfolios;
using MarketSim.Agents.Strategies.Sizing;
using MarketSim.Agents.Strategies.Timing;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.Trend;

/// <summary>
/// Bets that the mid-price returns to its moving mean: sells far above it, buys far below it, and closes the position once the price is back.
/// </summary>
internal sealed class MeanReversionStrategy : IStrategy
{
    private readonly Settings _settings;
    private MovingDeviation _deviation;

    private MeanReversionStrategy(Settings settings) => _settings = settings;

    public static StrategyDefinition Definition { get; } = new(
        "mean_reversion",
        "Trades against deviations of the mid-price from its moving mean.",
        "Poterba and Summers (1988), Journal of Financial Economics 22; entry at two deviations and exit at convergence as Gatev, Goetzmann and Rouwenhorst (2006), Review of Financial Studies 19",
        [
            .. WakeSchedule.Parameters(defaultSeconds: 30),
            .. OrderSizes.Parameters(defaultUnits: 50),
            new("halfLife", ParameterUnit.Duration, 300e9, 1, 1e18, "Age at which an observation counts half in the mean and the deviation."),
            new("warmUp", ParameterUnit.Count, 20, 2, 1_000_000, "Observations before the first trade."),
            new("entryZ", ParameterUnit.Number, 2, 0, 100, "Deviations from the mean beyond which the agent trades against the move."),
            new("exitZ", ParameterUnit.Number, 0.5, 0, 100, "Deviations from the mean within which the agent closes its position.") { LessThan = "entryZ" },
            ParameterDefinition.Choice("order", OrderStyles.Description, "limit", "market"),
            PositionLimit.Parameter(defaultUnits: 500),
        ],
        (parameters, market) =>
        {
            var settings = new Settings(
                WakeSchedule.From(parameters, market),
                OrderSizes.From(parameters, market),
                parameters["halfLife"],
                parameters.Count("warmUp"),
                parameters["entryZ"],
                parameters["exitZ"],
                parameters.Choice<OrderStyle>("order"),
                PositionLimit.From(parameters, market));
            return () => new MeanReversionStrategy(settings);
        });

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => _settings.Wakes.First(session, ref random);

    public void Decide(Decision decision)
    {
        if (!decision.IsScheduled)
        {
            return;
        }

        decision.CancelAll();
        double mid = decision.Market.MidTicks;

        // The score uses the statistics before this observation, as a jump would widen the deviation by which it is measured.
        if (_deviation.Count >= _settings.WarmUp)
        {
            Trade(decision, _deviation.ScoreOf(mid));
        }

        _deviation = _deviation.Add(mid, decision.Now, _settings.HalfLifeNanoseconds);
        _settings.Wakes.WakeNext(decision);
    }

    public void Save(MessagePackWriter writer) => _deviation.Save(writer);

    public void Restore(ref MessagePackReader reader) => _deviation = MovingDeviation.Restore(ref reader);

    private void Trade(Decision decision, double score)
    {
        Portfolio portfolio = decision.Portfolio;
        if (Math.Abs(score) > _settings.EntryScore)
        {
            Side side = score > 0 ? Side.Sell : Side.Buy;
            _settings.Order.Submit(decision, side, _settings.Limit.Cap(side, portfolio, _settings.Sizes.Draw(ref decision.Random)));
        }
        else if (Math.Abs(score) < _settings.ExitScore)
        {
            // An order that is being cancelled can still be filled, so its quantity is not closed a second time.
            Side side = portfolio.Inventory > 0 ? Side.Sell : Side.Buy;
            _settings.Order.Submit(decision, side, new Quantity(Math.Max(0, Math.Abs(portfolio.Inventory) - portfolio.OpenLots(side))));
        }
    }

    private sealed record Settings(
        WakeSchedule Wakes,
        OrderSizes Sizes,
        double HalfLifeNanoseconds,
        int WarmUp,
        double EntryScore,
        double ExitScore,
        OrderStyle Order,
        PositionLimit Limit);
}
