using MarketSim.Market.Time;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Fundamentals;

/// <summary>Parameters of <see cref="GeometricBrownianValue"/>; rates are per second of simulated time, see <see cref="TradingYear"/> for others.</summary>
public sealed record GeometricBrownianParameters
{
    /// <summary>Value at the start, in ticks, greater than 0.</summary>
    public required double InitialValue { get; init; }

    /// <summary>Growth rate of the expected value per second; may be negative.</summary>
    public double DriftPerSecond { get; init; }

    /// <summary>Standard deviation of the logarithm over one second; 0 or more.</summary>
    public required double VolatilityPerSqrtSecond { get; init; }
}

/// <summary>Geometric Brownian motion: dV = mu V dt + sigma V dW.</summary>
/// <remarks>
/// Advances over any gap h by the exact transition ln V(t + h) = ln V(t) + (mu - sigma² / 2) h + sigma sqrt(h) Z, one normal draw for
/// each advance.
/// </remarks>
public sealed class GeometricBrownianValue : IFundamentalValue
{
    private readonly double _logDrift;
    private readonly double _sigma;
    private readonly Func<ulong, RandomStream> _diffusionAt;
    private RandomStream _diffusion;
    private FundamentalClock _clock;
    private double _log;

    /// <param name="start">Time of <see cref="GeometricBrownianParameters.InitialValue"/>.</param>
    /// <param name="instrument">Keeps the random numbers of several instruments apart; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public GeometricBrownianValue(GeometricBrownianParameters parameters, SimulatedTime start, ulong seed, int instrument = 0)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _sigma = FundamentalParameters.RequireNonNegative(parameters.VolatilityPerSqrtSecond);
        _logDrift = FundamentalParameters.RequireFinite(parameters.DriftPerSecond) - (_sigma * _sigma / 2);
        _log = LogValue.Of(FundamentalParameters.RequirePositive(parameters.InitialValue));
        _clock = new FundamentalClock(start);
        _diffusionAt = position => FundamentalStreams.Diffusion(seed, instrument, position);
        _diffusion = _diffusionAt(0);
    }

    /// <inheritdoc/>
    public double Value => LogValue.ToValue(_log);

    /// <inheritdoc/>
    public void AdvanceTo(SimulatedTime time)
    {
        long gapNanoseconds = _clock.AdvanceTo(time);
        if (gapNanoseconds == 0)
        {
            return;
        }

        double seconds = gapNanoseconds / (double)SimulatedTime.NanosecondsPerSecond;
        _log += (_logDrift * seconds) + (_sigma * Math.Sqrt(seconds) * _diffusion.NextNormal());
    }

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(3);
        writer.WriteInt64(_clock.Now.Nanoseconds);
        writer.WriteDouble(_log);
        writer.WriteUInt64(_diffusion.Position);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3);
        _clock.Restore(new SimulatedTime(reader.ReadInt64()));
        _log = reader.ReadDouble();
        _diffusion = _diffusionAt(reader.ReadUInt64());
    }
}
