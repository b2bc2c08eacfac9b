using MarketSim.Agents.Decisions;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.Strategies.Sizing;
using MarketSim.Agents.Strategies.Timing;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.Noise;

/// <summary>
/// Zero-intelligence trading: a random side and size, sent as a market order or as a limit order at a random distance. It has no memory, so that
/// all agents of a group are one instance.
/// </summary>
/// <remarks>RMSC04 of ABIDES: 1,000 agents with schedule once, marketShare 0, meanDistance 0, sizeLaw round_lots, meanSize 100.</remarks>
internal sealed class NoiseStrategy : IStrategy
{
    private readonly NoiseSettings _settings;

    private NoiseStrategy(NoiseSettings settings) => _settings = settings;

    public static StrategyDefinition Definition { get; } = new(
        "noise",
        "Random side, size and price at random times.",
        "Gode and Sunder (1993), Journal of Political Economy 101; Farmer, Patelli and Zovko (2005), PNAS 102; NoiseAgent of ABIDES (Byrd, Hybinette and Balch 2020) with schedule once, marketShare 0, meanDistance 0",
        [
            ParameterDefinition.Choice("schedule", "Whether the agent wakes again and again, or once, at a uniform time of the session.", "repeated", "once"),
            .. WakeSchedule.Parameters(defaultSeconds: 60),
            .. OrderSizes.Parameters(defaultUnits: 50),
            new("cancelShare", ParameterUnit.Fraction, 1, 0, 1, "Chance of each open order to be cancelled at a wake-up."),
            new("marketShare", ParameterUnit.Fraction, 0.3, 0, 1, "Share of orders that are market orders."),
            ParameterDefinition.Choice("reference", "What limit prices are measured from: the best price of the other side, or the mid-price.", "opposite", "mid"),
            new("meanDistance", ParameterUnit.Price, 0.05, 0, 1e9, "Mean of the exponential distance of limit prices from the reference; 0 puts them on it, where they can trade at once."),
        ],
        (parameters, market) =>
        {
            var strategy = new NoiseStrategy(new NoiseSettings(
                parameters.Choice<NoiseSchedule>("schedule"),
                WakeSchedule.From(parameters),
                OrderSizes.From(parameters, market),
                parameters["cancelShare"],
                parameters["marketShare"],
                parameters.Choice<PriceReference>("reference"),
                market.Instrument.ToTicks(parameters["meanDistance"])));
            return () => strategy;
        });

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => _settings.Schedule == NoiseSchedule.Once
        ? session.Open + random.NextInt64(session.Length)
        : _settings.Wakes.First(session, ref random);

    public void Decide(Decision decision)
    {
        if (!decision.IsScheduled)
        {
            return;
        }

        ref RandomStream random = ref decision.Random;
        CancelSome(decision);
        Side side = random.NextBoolean() ? Side.Buy : Side.Sell;
        Quantity quantity = _settings.Sizes.Draw(ref random);
        if (random.NextBoolean(_settings.MarketShare))
        {
            decision.SubmitMarket(side, quantity);
        }
        else
        {
            decision.SubmitLimit(side, DrawPrice(side, decision.Market, ref random), quantity);
        }

        if (_settings.Schedule == NoiseSchedule.Repeated)
        {
            decision.WakeAfter(_settings.Wakes.NextDelay(ref random));
        }
    }

    public void Save(MessagePackWriter writer) => writer.WriteNil();

    public void Restore(ref MessagePackReader reader) => reader.TryReadNil();

    private void CancelSome(Decision decision)
    {
        if (_settings.CancelShare >= 1)
        {
            decision.CancelAll();
            return;
        }

        ref RandomStream random = ref decision.Random;
        for (int i = 0; i < decision.Portfolio.OpenOrders.Count; i++)
        {
            if (random.NextBoolean(_settings.CancelShare))
            {
                decision.Cancel(decision.Portfolio.OpenOrders[i].Id);
            }
        }
    }

    private Price DrawPrice(Side side, MarketSnapshot market, ref RandomStream random)
    {
        // Rounded up: a distance that is not 0 is at least a tick.
        long distance = _settings.MeanDistanceTicks == 0 ? 0 : (long)Math.Ceiling(random.NextExponential(_settings.MeanDistanceTicks));
        return _settings.Reference == PriceReference.Opposite
            ? Quotes.Behind(side, Quotes.Opposite(side, market), distance)
            : Quotes.Behind(side, Quotes.Mid(side, market), distance);
    }
}
