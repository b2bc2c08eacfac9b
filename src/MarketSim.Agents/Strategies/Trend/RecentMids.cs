using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.Trend;

/// <summary>The latest observations of the mid-price, in half ticks, with exact sums for a fast and a slow average.</summary>
internal sealed class RecentMids
{
    // A ring.
    private readonly long[] _halfTicks;
    private readonly int _fastCount;
    private int _next;
    private long _fastSum;
    private long _slowSum;

    /// <param name="fastCount">Observations in the fast average, less than <paramref name="slowCount"/>.</param>
    /// <param name="slowCount">Observations in the slow average, and in memory.</param>
    public RecentMids(int fastCount, int slowCount)
    {
        _fastCount = fastCount;
        _halfTicks = new long[slowCount];
    }

    /// <summary>Number of observations in memory.</summary>
    public int Count { get; private set; }

    /// <summary>True when the slow average has all its observations.</summary>
    public bool IsFull => Count == _halfTicks.Length;

    /// <summary>Sign of the fast average less the slow one; only once <see cref="IsFull"/>.</summary>
    public int Trend => ((Int128)_fastSum * _halfTicks.Length).CompareTo((Int128)_slowSum * _fastCount);

    public void Add(double midTicks)
    {
        long value = (long)(midTicks * 2);
        int slowCount = _halfTicks.Length;
        _slowSum += value - _halfTicks[_next];
        _fastSum += value - (Count >= _fastCount ? _halfTicks[(_next - _fastCount + slowCount) % slowCount] : 0);
        _halfTicks[_next] = value;
        _next = (_next + 1) % slowCount;
        Count = Math.Min(Count + 1, slowCount);
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(Count);
        for (int age = Count; age >= 1; age--)
        {
            writer.WriteInt64(_halfTicks[(_next - age + _halfTicks.Length) % _halfTicks.Length]);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        if (count > _halfTicks.Length)
        {
            throw new InvalidDataException($"The saved agent remembers {count} prices; its slow window has {_halfTicks.Length}.");
        }

        Array.Clear(_halfTicks);
        (Count, _next, _fastSum, _slowSum) = (0, 0, 0, 0);
        for (int i = 0; i < count; i++)
        {
            Add(reader.ReadInt64() / 2.0);
        }
    }
}
