using MarketSim.Market.Time;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Fundamentals;

/// <summary>Parameters of <see cref="TrendingValue"/>; rates are per second of simulated time, see <see cref="TradingYear"/> for others.</summary>
public sealed record TrendingParameters
{
    /// <summary>Value at the start, in ticks, greater than 0.</summary>
    public required double InitialValue { get; init; }

    /// <summary>Standard deviation of the growth over one second for a given trend; 0 or more.</summary>
    public required double VolatilityPerSqrtSecond { get; init; }

    /// <summary>Growth rate per second of a trend of one standard deviation; 0 or more.</summary>
    public required double TrendPerSecond { get; init; }

    /// <summary>Time in which what is expected of the trend halves, in seconds, greater than 0.</summary>
    public required double HalfLifeSeconds { get; init; }
}

/// <summary>
/// Grows at a rate that wanders about 0: dx = b f dt + sigma dW, df = -k f dt + sqrt(2 k) dB, with W and B independent and f of variance 1 from the start.
/// What will come is partly predictable from f, and from nothing else. x is the growth beyond the initial value, as a share of it; below the initial value it is
/// the logarithm's, so that the value stays above 0. It does not compound: a trend that did would soon be all there is.
/// </summary>
/// <remarks>
/// Advances over any gap h by the exact transition, three normal draws for each advance. With e = exp(-k h), f(t + h) and the integral of f from t to
/// t + h are jointly normal with means f e and f (1 - e) / k, variances 1 - e² and (2 / k) (h - 2 (1 - e) / k + (1 - e²) / (2 k)), and covariance
/// (1 - e)² / k.
/// </remarks>
public sealed class TrendingValue : IFundamentalValue
{
    // Below it the variance of the integral, a difference of nearly equal numbers, is summed from the first terms of its series.
    private const double ShortGap = 1e-3;

    private readonly double _initialValue;
    private readonly double _sigma;
    private readonly double _trendPerSecond;
    private readonly double _decay;
    private readonly Func<ulong, RandomStream> _randomAt;
    private RandomStream _random;
    private FundamentalClock _clock;
    /// <param name="start">Time of <see cref="TrendingParameters.InitialValue"/>.</param>
    /// <param name="instrument">Keeps the random numbers of several instruments apart; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public TrendingValue(TrendingParameters parameters, SimulatedTime start, ulong seed, int instrument = 0)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _sigma = FundamentalParameters.RequireNonNegative(parameters.VolatilityPerSqrtSecond);
        _trendPerSecond = FundamentalParameters.RequireNonNegative(parameters.TrendPerSecond);
        _decay = Elementary.Log(2) / FundamentalParameters.RequirePositive(parameters.HalfLifeSeconds);
        _initialValue = FundamentalParameters.RequirePositive(parameters.InitialValue);
        _clock = new FundamentalClock(start);
        _randomAt = position => FundamentalStreams.Diffusion(seed, instrument, position);
        _random = _randomAt(0);
        Trend = _random.NextNormal();
    }

    /// <inheritdoc/>
    public double Value => _initialValue * (Growth >= 0 ? 1 + Growth : LogValue.ToValue(Growth));

    /// <summary>x, since the start.</summary>
    public double Growth { get; private set; }

    /// <summary>f, in standard deviations.</summary>
    public double Trend { get; private set; }

    /// <inheritdoc/>
    public void AdvanceTo(SimulatedTime time)
    {
        long gapNanoseconds = _clock.AdvanceTo(time);
        if (gapNanoseconds == 0)
        {
            return;
        }

        double seconds = gapNanoseconds / (double)SimulatedTime.NanosecondsPerSecond;
        double kept = Elementary.Exp(-_decay * seconds);
        double lost = 1 - kept;
        double deviation = Math.Sqrt(1 - (kept * kept));
        double shared = _random.NextNormal();
        double own = _random.NextNormal();
        double covariance = lost * lost / _decay;
        double ownVariance = Math.Max(0, IntegralVariance(_decay, seconds) - (covariance * covariance / (deviation * deviation)));
        double integral = (Trend * lost / _decay) + (covariance / deviation * shared) + (Math.Sqrt(ownVariance) * own);
        Trend = (Trend * kept) + (deviation * shared);
        Growth += (_trendPerSecond * integral) + (_sigma * Math.Sqrt(seconds) * _random.NextNormal());
    }

    /// <summary>Variance of the integral of f over a span, given f at its beginning, in seconds squared.</summary>
    /// <param name="decay">k, per second.</param>
    public static double IntegralVariance(double decay, double seconds)
    {
        double span = decay * seconds;
        if (span < ShortGap)
        {
            return 2 * span * seconds * seconds / 3 * (1 - (0.75 * span));
        }

        double kept = Elementary.Exp(-span);
        return 2 / decay * (seconds - (2 * (1 - kept) / decay) + ((1 - (kept * kept)) / (2 * decay)));
    }

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(4);
        writer.WriteInt64(_clock.Now.Nanoseconds);
        writer.WriteDouble(Growth);
        writer.WriteDouble(Trend);
        writer.WriteUInt64(_random.Position);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(4);
        _clock.Restore(new SimulatedTime(reader.ReadInt64()));
        Growth = reader.ReadDouble();
        Trend = reader.ReadDouble();
        _random = _randomAt(reader.ReadUInt64());
    }
}
