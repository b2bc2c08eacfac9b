using MarketSim.Agents.Decisions;
using MarketSim.Agents.Parameters;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies;

/// <summary>
/// Trades towards a noisy observation of the fundamental value: buys below it and sells above it, at exponential times.
/// </summary>
public sealed class ValueStrategy : IStrategy
{
    public static StrategyDefinition Definition { get; } = new(
        "value",
        "Trades towards a noisy estimate of the fundamental value.",
        "Chiarella and Iori (2002), Quantitative Finance 2; Wah, Wright and Wellman (2017), JAIR 59",
        [
            new("meanInterval", ParameterUnit.Duration, 120e9, 1, 1e18, "Mean time between wake-ups."),
            new("observationNoise", ParameterUnit.Fraction, 0.001, 0, 1, "Standard deviation of the observation, as a share of the value."),
            new("meanSize", ParameterUnit.Quantity, 100, 1e-9, 1e12, "Mean order size."),
        ],
        (parameters, market) =>
        {
            var settings = new Settings(
                parameters["meanInterval"],
                parameters["observationNoise"],
                parameters["meanSize"] / (double)market.Instrument.LotSize);
            return () => new ValueStrategy(settings);
        });

    private readonly Settings _settings;

    private ValueStrategy(Settings settings) => _settings = settings;

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) =>
        session.Open + (long)random.NextExponential(_settings.MeanIntervalNanoseconds);

    public void Decide(Decision decision)
    {
        if (!decision.IsScheduled)
        {
            return;
        }

        ref RandomStream random = ref decision.Random;
        decision.CancelAll();
        double estimate = decision.Market.FundamentalValueTicks * (1 + random.NextNormal(0, _settings.ObservationNoise));
        Side side = decision.Market.MidTicks < estimate ? Side.Buy : Side.Sell;
        var price = new Price(Math.Max(1, (long)estimate));
        decision.SubmitLimit(side, price, new Quantity(1 + (long)random.NextExponential(_settings.MeanSizeLots)));
        decision.WakeAfter((long)random.NextExponential(_settings.MeanIntervalNanoseconds));
    }

    public void Save(MessagePackWriter writer) => writer.WriteNil();

    public void Restore(ref MessagePackReader reader) => reader.TryReadNil();

    private sealed record Settings(double MeanIntervalNanoseconds, double ObservationNoise, double MeanSizeLots);
}
