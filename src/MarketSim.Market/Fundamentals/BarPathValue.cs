using MarketSim.Market.Time;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Fundamentals;

/// <summary>A value that follows the closes of a series of bars.</summary>
/// <remarks>
/// Close k is the value at start + k * bar length. Between two closes the logarithm moves in a straight line, so that no jump marks the
/// end of a bar. Before the start the value is the first close; after the last close it stays there.
/// </remarks>
public sealed class BarPathValue : IFundamentalValue
{
    private readonly double[] _logs;
    private readonly SimulatedTime _start;
    private readonly long _barNanoseconds;
    private FundamentalClock _clock;

    /// <param name="closes">In ticks, each finite and greater than 0; at least one.</param>
    /// <param name="start">When the value is the first close.</param>
    /// <param name="barNanoseconds">Simulated length of a bar, at least 1.</param>
    /// <exception cref="ArgumentException">There is no close, or one is not positive; the bar length is not positive.</exception>
    public BarPathValue(IReadOnlyList<double> closes, SimulatedTime start, long barNanoseconds)
    {
        ArgumentNullException.ThrowIfNull(closes);
        ArgumentOutOfRangeException.ThrowIfLessThan(barNanoseconds, 1);
        if (closes.Count == 0)
        {
            throw new ArgumentException("closes is empty; a path needs at least one.", nameof(closes));
        }

        _logs = new double[closes.Count];
        for (int index = 0; index < _logs.Length; index++)
        {
            _logs[index] = LogValue.Of(FundamentalParameters.RequirePositive(closes[index], $"closes[{index}]"));
        }

        _start = start;
        _barNanoseconds = barNanoseconds;
    }

    /// <inheritdoc/>
    public double Value => LogValue.ToValue(LogAt(_clock.Now - _start));

    /// <inheritdoc/>
    public void AdvanceTo(SimulatedTime time) => _clock.AdvanceTo(time);

    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(1);
        writer.WriteInt64(_clock.Now.Nanoseconds);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(1);
        _clock.Restore(new SimulatedTime(reader.ReadInt64()));
    }

    private double LogAt(long sinceStart)
    {
        if (sinceStart <= 0)
        {
            return _logs[0];
        }

        long bar = sinceStart / _barNanoseconds;
        if (bar >= _logs.Length - 1)
        {
            return _logs[^1];
        }

        double fraction = (sinceStart % _barNanoseconds) / (double)_barNanoseconds;
        return _logs[bar] + (fraction * (_logs[bar + 1] - _logs[bar]));
    }
}
