using MarketSim.Market.Time;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Fundamentals;

/// <summary>Parameters of <see cref="MeanRevertingValue"/>; rates are per second of simulated time, see <see cref="TradingYear"/> for others.</summary>
public sealed record MeanRevertingParameters
{
    /// <summary>Value at the start, in ticks, greater than 0.</summary>
    public required double InitialValue { get; init; }

    /// <summary>The value that it reverts to, in ticks, greater than 0: without jumps, the median of the stationary distribution.</summary>
    public required double LongRunValue { get; init; }

    /// <summary>Time in which the expected distance of the logarithm from its long-run value halves, in seconds, greater than 0.</summary>
    public required double HalfLifeSeconds { get; init; }

    /// <summary>Standard deviation of the logarithm's diffusion over one second; 0 or more.</summary>
    public required double VolatilityPerSqrtSecond { get; init; }

    /// <summary>Expected number of jumps per second; 0 for none.</summary>
    public double JumpsPerSecond { get; init; }

    /// <summary>Mean of a jump of the logarithm.</summary>
    public double JumpMean { get; init; }

    /// <summary>Standard deviation of a jump of the logarithm; 0 or more.</summary>
    public double JumpDeviation { get; init; }
}

/// <summary>
/// An Ornstein-Uhlenbeck process with compound-Poisson jumps in the logarithm X of the value:
/// dX = kappa (ln L - X) dt + sigma dW + dJ, with kappa = ln 2 / half-life (Schwartz 1997, one-factor model; the sparse mean-reverting
/// fundamental of ABIDES is its arithmetic sibling).
/// </summary>
/// <remarks>
/// Advances over any gap by the exact transition law. The jumps' times and sizes do not depend on the times advanced to; the diffusion
/// takes one normal draw for each advance, and one more for each jump inside it. Without jumps the stationary variance of X is
/// sigma² / (2 kappa), and its autocovariance falls with exp(-kappa t).
/// </remarks>
public sealed class MeanRevertingValue : IFundamentalValue
{
    private readonly double _kappa;
    private readonly double _sigma;
    private readonly double _longRunLog;
    private readonly JumpArrivals _jumps;
    private readonly Func<ulong, RandomStream> _diffusionAt;
    private RandomStream _diffusion;
    private FundamentalClock _clock;
    private double _log;

    /// <param name="start">Time of <see cref="MeanRevertingParameters.InitialValue"/>.</param>
    /// <param name="instrument">Keeps the random numbers of several instruments apart; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public MeanRevertingValue(MeanRevertingParameters parameters, SimulatedTime start, ulong seed, int instrument = 0)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _kappa = -LogHalf / FundamentalParameters.RequirePositive(parameters.HalfLifeSeconds);
        _sigma = FundamentalParameters.RequireNonNegative(parameters.VolatilityPerSqrtSecond);
        _longRunLog = LogValue.Of(FundamentalParameters.RequirePositive(parameters.LongRunValue));
        _log = LogValue.Of(FundamentalParameters.RequirePositive(parameters.InitialValue));
        _clock = new FundamentalClock(start);
        _diffusionAt = position => FundamentalStreams.Diffusion(seed, instrument, position);
        _diffusion = _diffusionAt(0);
        _jumps = new JumpArrivals(
            FundamentalParameters.RequireNonNegative(parameters.JumpsPerSecond),
            FundamentalParameters.RequireFinite(parameters.JumpMean),
            FundamentalParameters.RequireNonNegative(parameters.JumpDeviation),
            start,
            position => FundamentalStreams.Jumps(seed, instrument, position));
    }

    /// <inheritdoc/>
    public double Value => LogValue.ToValue(_log);

    private static double LogHalf { get; } = Elementary.Log(0.5);

    /// <inheritdoc/>
    public void AdvanceTo(SimulatedTime time)
    {
        while (_jumps.Next <= time)
        {
            Diffuse(_clock.AdvanceTo(_jumps.Next));
            _log += _jumps.Take();
        }

        Diffuse(_clock.AdvanceTo(time));
    }

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(4);
        writer.WriteInt64(_clock.Now.Nanoseconds);
        writer.WriteDouble(_log);
        writer.WriteUInt64(_diffusion.Position);
        _jumps.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(4);
        _clock.Restore(new SimulatedTime(reader.ReadInt64()));
        _log = reader.ReadDouble();
        _diffusion = _diffusionAt(reader.ReadUInt64());
        _jumps.Restore(ref reader);
    }

    // X(t + h) is normal with mean ln L + (X - ln L) e^(-kappa h) and variance sigma² (1 - e^(-2 kappa h)) / (2 kappa).
    private void Diffuse(long gapNanoseconds)
    {
        if (gapNanoseconds == 0)
        {
            return;
        }

        double decay = _kappa * (gapNanoseconds / (double)SimulatedTime.NanosecondsPerSecond);
        double deviation = _sigma * Math.Sqrt(-Elementary.Expm1(-2 * decay) / (2 * _kappa));
        _log = _longRunLog + ((_log - _longRunLog) * Elementary.Exp(-decay)) + (deviation * _diffusion.NextNormal());
    }
}
