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
/// Zero-intelligence trading: a random side and size, sent as a market order or as a limit order at a random distance. Unless its wake-ups excite each
/// other or its cancellations depend on the queue, it has no memory, so that all agents of a group share one instance.
/// </summary>
/// <remarks>RMSC04 of ABIDES: 1,000 agents with schedule once, marketShare 0, meanDistance 0, sizeDistribution round_lots, meanSize 100.</remarks>
internal sealed class NoiseStrategy : IStrategy
{
    private readonly NoiseSettings _settings;
    private readonly QueuePlaces? _places;
    private WakeMemory _wakes;

    private NoiseStrategy(NoiseSettings settings)
    {
        _settings = settings;
        _places = settings.Cancellation is null ? null : new QueuePlaces();
    }

    public static StrategyDefinition Definition { get; } = new(
        "noise",
        "Random side, size and price at random times.",
        "Gode and Sunder (1993), Journal of Political Economy 101; Farmer, Patelli and Zovko (2005), PNAS 102; NoiseAgent of ABIDES (Byrd, Hybinette and Balch 2020) with schedule once, marketShare 0, meanDistance 0; Mike and Farmer (2008), Journal of Economic Dynamics and Control 32, for distances by a power law",
        [
            ParameterDefinition.Choice("schedule", "Whether the agent wakes again and again, or once, at a uniform time of the session.", "repeated", "once"),
            .. WakeSchedule.SelfExcitingParameters(defaultSeconds: 60),
            .. OrderSizes.Parameters(defaultUnits: 50),
            new("cancelShare", ParameterUnit.Fraction, 1, 0, 1, "Probability of each open order to be cancelled at a wake-up."),
            new("marketShare", ParameterUnit.Fraction, 0.3, 0, 1, "Share of orders that are market orders."),
            ParameterDefinition.Choice("reference", "What limit prices are measured from: the best price of the other side, or the mid-price.", "opposite", "mid"),
            new("meanDistance", ParameterUnit.Price, 0.05, 0, 1e9, "Mean of the exponential distance of limit prices from the reference; 0 puts them on it, where they can trade at once."),
            new("distanceTail", ParameterUnit.Number, 0, 0, 10, "Tail exponent of the distance of limit prices, which is then by a power law with the scale meanDistance; 0 for the exponential law.") { IsWrittenAtDefault = false },
            .. QueueCancellation.Parameters,
        ],
        (parameters, market) =>
        {
            var settings = new NoiseSettings(
                parameters.Choice<NoiseSchedule>("schedule"),
                WakeSchedule.From(parameters, market),
                OrderSizes.From(parameters, market),
                parameters["cancelShare"],
                parameters["marketShare"],
                parameters.Choice<PriceReference>("reference"),
                market.Instrument.ToTicks(parameters["meanDistance"]),
                QueueCancellation.From(parameters),
                parameters["distanceTail"]);
            if (settings.Wakes.HasMemory || settings.Cancellation is not null)
            {
                return () => new NoiseStrategy(settings);
            }

            var strategy = new NoiseStrategy(settings);
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
            Price price = DrawPrice(side, decision.Market, ref random);
            OrderId order = decision.SubmitLimit(side, price, quantity);
            _places?.Add(order, side, price, decision);
        }

        if (_settings.Schedule == NoiseSchedule.Repeated)
        {
            _settings.Wakes.WakeNext(decision, ref _wakes);
        }
    }

    public void Save(MessagePackWriter writer)
    {
        if (!_settings.Wakes.HasMemory && _places is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(2);
        _wakes.Save(writer);
        if (_places is null)
        {
            writer.WriteNil();
        }
        else
        {
            _places.Save(writer);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
        {
            return;
        }

        reader.ReadArrayHeader(2);
        _wakes = WakeMemory.Restore(ref reader);
        if (_places is null)
        {
            reader.TryReadNil();
        }
        else
        {
            _places.Restore(ref reader);
        }
    }

    private void CancelSome(Decision decision)
    {
        if (_settings.Cancellation is { } cancellation)
        {
            _places!.Observe(decision);
            cancellation.CancelSome(decision, _places, _settings.CancelShare);
            return;
        }

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
        // DrawDistance rounds up: a distance other than 0 is at least a tick.
        long distance = _settings.MeanDistanceTicks == 0 ? 0 : DrawDistance(ref random);
        return _settings.Reference == PriceReference.Opposite
            ? Quotes.Behind(side, Quotes.Opposite(side, market), distance)
            : Quotes.Behind(side, Quotes.Mid(side, market), distance);
    }

    // A distance exceeds x with probability (1 + x / scale)^-exponent, or exp(-x / mean); both are limited to the range of prices.
    private long DrawDistance(ref RandomStream random) => _settings.TailExponent == 0
        ? (long)Math.Ceiling(random.NextExponential(_settings.MeanDistanceTicks))
        : (long)Math.Min(1e15, Math.Ceiling(random.NextPareto(_settings.MeanDistanceTicks, _settings.TailExponent) - _settings.MeanDistanceTicks));
}
