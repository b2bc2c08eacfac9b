using MarketSim.Market.Time;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Fundamentals;

/// <summary>A value that follows the closes of a series of bars.</summary>
/// <remarks>
/// Close k is the value at start + k * bar length, or as long after the start as the bars' times say. Between two closes the logarithm moves in a straight line, so that no jump marks the
/// end of a bar. Before the start the value is the first close; after the last close it stays there.
/// </remarks>
public sealed class BarPathValue : IFundamentalValue
{
    private readonly double[] _logs;
    private readonly SimulatedTime _start;
    private readonly long _barNanoseconds;
    private readonly long[]? _offsets;
    private FundamentalClock _clock;

    /// <param name="closes">In ticks, each finite and greater than 0; at least one.</param>
    /// <param name="start">Time of the first close.</param>
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

    /// <param name="closes">In ticks, each finite and greater than 0; at least one.</param>
    /// <param name="offsets">Time of each value, in nanoseconds after the start, rising from 0.</param>
    /// <param name="start">Time of the first close.</param>
    /// <exception cref="ArgumentException">There is no close, or one is not positive; the offsets do not rise, or are not as many.</exception>
    public BarPathValue(IReadOnlyList<double> closes, IReadOnlyList<long> offsets, SimulatedTime start)
        : this(closes, start, barNanoseconds: 1)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        _offsets = [.. offsets];
        bool rises = _offsets.Length == closes.Count && _offsets[0] == 0;
        for (int index = 1; rises && index < _offsets.Length; index++)
        {
            rises = _offsets[index] > _offsets[index - 1];
        }

        if (!rises)
        {
            throw new ArgumentException($"offsets has {_offsets.Length} values; it must have {closes.Count}, which rise from 0.", nameof(offsets));
        }
    }

    /// <inheritdoc/>
    public double Value => LogValue.ToValue(LogAt(_clock.Now - _start));

    /// <inheritdoc/>
    public void AdvanceTo(SimulatedTime time) => _clock.AdvanceTo(time);

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(1);
        writer.WriteInt64(_clock.Now.Nanoseconds);
    }

    /// <inheritdoc/>
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

        if (_offsets is not null)
        {
            return LogAt(_offsets, sinceStart);
        }

        long bar = sinceStart / _barNanoseconds;
        if (bar >= _logs.Length - 1)
        {
            return _logs[^1];
        }

        double fraction = (sinceStart % _barNanoseconds) / (double)_barNanoseconds;
        return _logs[bar] + (fraction * (_logs[bar + 1] - _logs[bar]));
    }

    private double LogAt(long[] offsets, long sinceStart)
    {
        int found = Array.BinarySearch(offsets, sinceStart);
        int bar = found >= 0 ? found : ~found - 1;
        if (bar >= _logs.Length - 1)
        {
            return _logs[^1];
        }

        double fraction = (sinceStart - offsets[bar]) / (double)(offsets[bar + 1] - offsets[bar]);
        return _logs[bar] + (fraction * (_logs[bar + 1] - _logs[bar]));
    }
}
