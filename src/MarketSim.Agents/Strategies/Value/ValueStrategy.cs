using MarketSim.Agents.Decisions;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.Value;

/// <summary>
/// Trades towards an estimate of the fundamental value at the close: buys while the market is below it and sells while it is above, one order at
/// a time.
/// </summary>
/// <remarks>
/// RMSC04 of ABIDES: 102 agents with meanInterval 175.44s (lambda_a 5.7e-12 per ns), observationNoise 0.000316 (sigma_n 1,000 cents squared at r_bar
/// 100,000), meanReversion 0.00000167/s (kappa 1.67e-15 per ns), placement spread, aggressiveShare 10%, depthInSpreads 2, sizeDistribution round_lots,
/// meanSize 100. Its sigma_s is 100,000 cents squared per nanosecond, so that only the latest observation counts: belief observation.
/// </remarks>
internal sealed class ValueStrategy : IStrategy
{
    private readonly ValueSettings _settings;
    private FundamentalBelief? _belief;
    private PrivateValues? _privateValues;

    private ValueStrategy(ValueSettings settings) => _settings = settings;

    public static StrategyDefinition Definition { get; } = new(
        "value",
        "Trades towards a noisy estimate of the fundamental value.",
        "Chiarella and Iori (2002), Quantitative Finance 2; Wah, Wright and Wellman (2017), JAIR 59, for beliefs and private values; ValueAgent of ABIDES (Byrd, Hybinette and Balch 2020) with placement spread",
        ValueSettings.Parameters,
        (parameters, market) =>
        {
            ValueSettings settings = ValueSettings.From(parameters, market);
            if (settings.HasMemory)
            {
                return () => new ValueStrategy(settings);
            }

            var shared = new ValueStrategy(settings);
            return () => shared;
        });

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => _settings.Wakes.First(session, ref random);

    public void Decide(Decision decision)
    {
        if (!decision.IsScheduled)
        {
            return;
        }

        ref RandomStream random = ref decision.Random;
        decision.CancelAll();
        double estimate = EstimateAtClose(decision);
        (Side side, double value) = ChooseSide(decision, estimate);
        if (double.IsFinite(value))
        {
            Price price = _settings.Placement == ValuePlacement.Spread ? SpreadPrice(side, value, decision) : ValuePrice(side, value, ref random);
            decision.SubmitLimit(side, price, _settings.Sizes.Draw(ref random));
        }

        _settings.Wakes.WakeNext(decision);
    }

    public void Save(MessagePackWriter writer)
    {
        if (!_settings.HasMemory)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(2);
        if (_belief is { } belief)
        {
            belief.Save(writer);
        }
        else
        {
            writer.WriteNil();
        }

        if (_privateValues is not null)
        {
            _privateValues.Save(writer);
        }
        else
        {
            writer.WriteNil();
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        if (!_settings.HasMemory)
        {
            reader.TryReadNil();
            return;
        }

        reader.ReadArrayHeader(2);
        _belief = reader.TryReadNil() ? null : FundamentalBelief.Restore(ref reader);
        _privateValues = reader.TryReadNil() ? null : PrivateValues.Restore(ref reader, _settings.PrivateLevels, _settings.PrivateStepLots);
    }

    private double EstimateAtClose(Decision decision)
    {
        double value = decision.Market.FundamentalValueTicks;
        double deviation = value * _settings.ObservationNoise;
        double observed = decision.Random.NextNormal(value, deviation);
        if (_settings.Belief == BeliefModel.Bayesian)
        {
            FundamentalBelief before = _belief ?? new FundamentalBelief(_settings.Process.LongRunTicks, 0, decision.Session.Open);
            FundamentalBelief after = before.Observe(_settings.Process, decision.Now, observed, deviation * deviation);
            _belief = after;
            observed = after.MeanTicks;
        }

        double secondsLeft = Math.Max(0, decision.Session.Close - decision.Now) / (double)SimulatedTime.NanosecondsPerSecond;
        return _settings.Process.Expected(observed, secondsLeft);
    }

    /// <summary>The side with the larger surplus, and the value of a unit on that side, in ticks; infinite when the position must not grow.</summary>
    private (Side Side, double Value) ChooseSide(Decision decision, double estimate)
    {
        double mid = decision.Market.MidTicks;
        if (_settings.PrivateDeviationTicks == 0)
        {
            return (estimate >= mid ? Side.Buy : Side.Sell, estimate);
        }

        _privateValues ??= PrivateValues.Draw(
            _settings.PrivateDeviationTicks, _settings.PrivateLevels, _settings.PrivateStepLots, ref decision.Random);
        double buying = estimate + _privateValues.OfBuying(decision.Portfolio.Inventory);
        double selling = estimate + _privateValues.OfSelling(decision.Portfolio.Inventory);
        return buying - mid >= mid - selling ? (Side.Buy, buying) : (Side.Sell, selling);
    }

    private Price ValuePrice(Side side, double value, ref RandomStream random)
    {
        double surplus = random.NextUniform(0, _settings.MaximumSurplusTicks);
        return Quotes.Rounded(side, side == Side.Buy ? value - surplus : value + surplus);
    }

    /// <summary>A price that crosses the spread, or one within or behind it; the value has only chosen the side.</summary>
    private Price SpreadPrice(Side side, double value, Decision decision)
    {
        MarketSnapshot market = decision.Market;
        if (market.BestBid is not { } bid || market.BestAsk is not { } ask)
        {
            return Quotes.Rounded(side, value);
        }

        ref RandomStream random = ref decision.Random;
        long farthest = (long)(_settings.DepthInSpreads * (ask - bid));
        long distance = random.NextBoolean(_settings.AggressiveShare) || farthest < 1 ? 0 : random.NextInt64(farthest);
        return Quotes.Behind(side, Quotes.Opposite(side, market), distance);
    }
}
