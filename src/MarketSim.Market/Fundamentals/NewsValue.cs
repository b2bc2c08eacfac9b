using MarketSim.Market.Time;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Fundamentals;

/// <summary>Parameters of <see cref="NewsValue"/>; rates are per second of simulated time.</summary>
public sealed record NewsParameters
{
    /// <summary>Value at the start, in ticks, greater than 0.</summary>
    public required double InitialValue { get; init; }

    /// <summary>Standard deviation of the logarithm's diffusion over one second of mean activity; 0 or more.</summary>
    public required double VolatilityPerSqrtSecond { get; init; }

    /// <summary>Expected number of news per second, those that follow from others included; 0 for none.</summary>
    public required double NewsPerSecond { get; init; }

    /// <summary>Standard deviation of a piece of news in the logarithm; 0 or more.</summary>
    public required double NewsDeviation { get; init; }

    /// <summary>Tail exponent of the size of news, greater than 2: its variance is finite.</summary>
    public required double TailExponent { get; init; }

    /// <summary>The mean number of news that one news triggers.</summary>
    public required HawkesKernel Kernel { get; init; }

    /// <summary>Follows the day: news come, and the value moves, as the market is busy.</summary>
    public ActivityProfile Activity { get; init; } = ActivityProfile.Flat;
}

/// <summary>
/// A value without a level to return to, moved by diffusion and by news: symmetric jumps of the logarithm whose sizes have a Pareto tail (Gabaix,
/// Gopikrishnan, Plerou and Stanley 2003, Nature 423: exponent about 3) and which bring more news, a large one more than a small one: the number of direct
/// followers is by the square of the size, as in quadratic Hawkes processes (Blanc, Donier and Bouchaud 2017, Quantitative Finance 17) and, of earthquakes,
/// in Ogata (1988). Volatility clusters and tails grow heavier by it.
/// </summary>
/// <remarks>
/// News do not depend on the times advanced to; the diffusion takes one normal draw for each advance, and one more for each piece of news inside it. The
/// variance of the logarithm over a day of s seconds is s (volatility² + newsPerSecond newsDeviation²).
/// </remarks>
public sealed class NewsValue : IFundamentalValue
{
    // Of a tail exponent below 4 the square of the size has no variance; so large a piece of news excites no more than others of that size.
    private const double HighestMark = 25;
    private const double SearchedSeconds = 1e8;

    private readonly NewsParameters _parameters;
    private readonly SimulatedTime _open;
    private readonly long _sessionNanoseconds;
    private readonly double _smallest;
    private readonly Func<ulong, RandomStream> _diffusionAt;
    private readonly Func<ulong, RandomStream> _newsAt;
    private RandomStream _diffusion;
    private RandomStream _news;
    private HawkesState _state;
    private FundamentalClock _clock;
    private SimulatedTime _next;
    private double _log;

    /// <param name="open">Time of <see cref="NewsParameters.InitialValue"/>.</param>
    /// <param name="sessionNanoseconds">Length of the session, which the activity follows.</param>
    /// <param name="instrument">Keeps the random numbers of several instruments apart; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public NewsValue(NewsParameters parameters, SimulatedTime open, long sessionNanoseconds, ulong seed, int instrument = 0)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sessionNanoseconds);
        FundamentalParameters.RequireNonNegative(parameters.VolatilityPerSqrtSecond);
        FundamentalParameters.RequireNonNegative(parameters.NewsPerSecond);
        FundamentalParameters.RequireNonNegative(parameters.NewsDeviation);
        if (!(parameters.TailExponent > 2))
        {
            throw new ArgumentOutOfRangeException(nameof(parameters), parameters.TailExponent, "The tail exponent is greater than 2, or sizes have no variance.");
        }

        _parameters = parameters;
        _open = open;
        _sessionNanoseconds = sessionNanoseconds;
        _log = LogValue.Of(FundamentalParameters.RequirePositive(parameters.InitialValue));

        // A Pareto size of smallest m and exponent a has the mean square a m² / (a - 2).
        _smallest = parameters.NewsDeviation * Math.Sqrt((parameters.TailExponent - 2) / parameters.TailExponent);
        _clock = new FundamentalClock(open);
        _diffusionAt = position => FundamentalStreams.Diffusion(seed, instrument, position);
        _newsAt = position => FundamentalStreams.Jumps(seed, instrument, position);
        _diffusion = _diffusionAt(0);
        _news = _newsAt(0);
        _next = parameters.NewsPerSecond > 0 && parameters.NewsDeviation > 0 ? After(open) : SimulatedTime.Never;
    }

    /// <inheritdoc/>
    public double Value => LogValue.ToValue(_log);

    /// <summary>Pieces of news so far.</summary>
    public long NewsCount { get; private set; }

    /// <inheritdoc/>
    public void AdvanceTo(SimulatedTime time)
    {
        while (_next <= time)
        {
            Diffuse(_next);
            double size = _news.NextPareto(_smallest, _parameters.TailExponent);
            _log += _news.NextBoolean() ? size : -size;
            double relative = size / _parameters.NewsDeviation;
            _parameters.Kernel.Excite(ref _state, Math.Min(HighestMark, relative * relative));
            NewsCount++;
            _next = After(_next);
        }

        Diffuse(time);
    }

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(7);
        writer.WriteInt64(_clock.Now.Nanoseconds);
        writer.WriteDouble(_log);
        writer.WriteUInt64(_diffusion.Position);
        writer.WriteUInt64(_news.Position);
        writer.WriteInt64(_next.Nanoseconds);
        writer.WriteInt64(NewsCount);
        _state.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(7);
        _clock.Restore(new SimulatedTime(reader.ReadInt64()));
        _log = reader.ReadDouble();
        _diffusion = _diffusionAt(reader.ReadUInt64());
        _news = _newsAt(reader.ReadUInt64());
        _next = new SimulatedTime(reader.ReadInt64());
        NewsCount = reader.ReadInt64();
        _state = HawkesState.Restore(ref reader);
    }

    private void Diffuse(SimulatedTime to)
    {
        SimulatedTime from = _clock.Now;
        long gap = _clock.AdvanceTo(to);
        if (gap > 0 && _parameters.VolatilityPerSqrtSecond > 0)
        {
            double seconds = gap / (double)SimulatedTime.NanosecondsPerSecond * _parameters.Activity.Mean(from, to, _open, _sessionNanoseconds);
            _log += _parameters.VolatilityPerSqrtSecond * Math.Sqrt(seconds) * _diffusion.NextNormal();
        }
    }

    private SimulatedTime After(SimulatedTime time)
    {
        double perSecond = _parameters.NewsPerSecond * (1 - _parameters.Kernel.BranchingRatio);
        double gap = _parameters.Kernel.Next(ref _state, new ActivityBaseline(perSecond, _parameters.Activity, time, _open, _sessionNanoseconds), SearchedSeconds, ref _news);
        return double.IsFinite(gap) ? time.Later((long)(gap * SimulatedTime.NanosecondsPerSecond) + 1) : SimulatedTime.Never;
    }
}
