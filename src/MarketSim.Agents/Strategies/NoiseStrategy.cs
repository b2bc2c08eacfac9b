using MarketSim.Agents.Decisions;
using MarketSim.Agents.Parameters;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies;

/// <summary>
/// Zero-intelligence trading: at exponential times a random side and size, sent as a market order or as a limit order at a random distance
/// from the opposite best price; the order before is cancelled (Gode and Sunder 1993; Farmer, Patelli and Zovko 2005).
/// </summary>
public sealed class NoiseStrategy : IStrategy
{
    public static StrategyDefinition Definition { get; } = new(
        "noise",
        "Random side, size and price at random times.",
        "Gode and Sunder (1993), Journal of Political Economy 101; Farmer, Patelli and Zovko (2005), PNAS 102",
        [
            new("meanInterval", ParameterUnit.Duration, 60e9, 1, 1e18, "Mean time between wake-ups."),
            new("marketShare", ParameterUnit.Fraction, 0.3, 0, 1, "Share of orders that are market orders."),
            new("meanDistance", ParameterUnit.Price, 0.05, 0, 1e9, "Mean distance of a limit order from the opposite best price."),
            new("meanSize", ParameterUnit.Quantity, 50, 1e-9, 1e12, "Mean order size."),
        ],
        (parameters, market) =>
        {
            var settings = new Settings(
                parameters["meanInterval"],
                parameters["marketShare"],
                market.Instrument.ToTicks(parameters["meanDistance"]),
                parameters["meanSize"] / (double)market.Instrument.LotSize);
            return () => new NoiseStrategy(settings);
        });

    private readonly Settings _settings;

    private NoiseStrategy(Settings settings) => _settings = settings;

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
        Side side = random.NextBoolean() ? Side.Buy : Side.Sell;
        var quantity = new Quantity(1 + (long)random.NextExponential(_settings.MeanSizeLots));
        if (random.NextBoolean(_settings.MarketShare))
        {
            decision.SubmitMarket(side, quantity);
        }
        else
        {
            long distance = 1 + (long)random.NextExponential(_settings.MeanDistanceTicks);
            long mid = (long)decision.Market.MidTicks;
            Price price = side == Side.Buy
                ? (decision.Market.BestAsk ?? new Price(mid + 1)) - distance
                : (decision.Market.BestBid ?? new Price(mid)) + distance;
            decision.SubmitLimit(side, new Price(Math.Max(1, price.Ticks)), quantity);
        }

        decision.WakeAfter((long)random.NextExponential(_settings.MeanIntervalNanoseconds));
    }

    public void Save(MessagePackWriter writer) => writer.WriteNil();

    public void Restore(ref MessagePackReader reader) => reader.TryReadNil();

    private sealed record Settings(double MeanIntervalNanoseconds, double MarketShare, double MeanDistanceTicks, double MeanSizeLots);
}
