using MarketSim.Market.Time;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Fundamentals;

/// <summary>The jumps of a compound Poisson process: when they come and how large they are, independent of the times at which they are read.</summary>
internal sealed class JumpArrivals
{
    private readonly double _meanGapNanoseconds;
    private readonly double _sizeMean;
    private readonly double _sizeDeviation;
    private readonly Func<ulong, RandomStream> _streamAt;
    private RandomStream _random;

    /// <param name="ratePerSecond">0 for none.</param>
    /// <param name="streamAt">The process's stream from a position on.</param>
    public JumpArrivals(double ratePerSecond, double sizeMean, double sizeDeviation, SimulatedTime start, Func<ulong, RandomStream> streamAt)
    {
        _meanGapNanoseconds = SimulatedTime.NanosecondsPerSecond / ratePerSecond;
        _sizeMean = sizeMean;
        _sizeDeviation = sizeDeviation;
        _streamAt = streamAt;
        _random = streamAt(0);
        Next = ratePerSecond > 0 ? After(start) : SimulatedTime.Never;
    }

    /// <summary>The time of the next jump; <see cref="SimulatedTime.Never"/> when none follows.</summary>
    public SimulatedTime Next { get; private set; }

    /// <summary>Draws the size of the jump that comes next, and the time of the one after it.</summary>
    public double Take()
    {
        double size = _random.NextNormal(_sizeMean, _sizeDeviation);
        Next = After(Next);
        return size;
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.WriteInt64(Next.Nanoseconds);
        writer.WriteUInt64(_random.Position);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        Next = new SimulatedTime(reader.ReadInt64());
        _random = _streamAt(reader.ReadUInt64());
    }

    private SimulatedTime After(SimulatedTime time)
    {
        // Rounded up, so that time always moves on; half the range there is (146 years) counts as never.
        double gap = _random.NextExponential(_meanGapNanoseconds);
        return gap < (SimulatedTime.Never - time) / 2 ? time + ((long)gap + 1) : SimulatedTime.Never;
    }
}
