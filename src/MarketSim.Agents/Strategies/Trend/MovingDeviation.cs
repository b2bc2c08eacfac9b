using MarketSim.Market.Time;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.Trend;

/// <summary>Exponentially weighted mean and variance of irregularly spaced observations (Finch 2009, Incremental calculation of weighted mean and variance).</summary>
internal readonly record struct MovingDeviation(double Mean, double Variance, int Count, SimulatedTime Time)
{
    private const double Ln2 = 0.6931471805599453;

    /// <summary>Standard deviations of a value above the mean; 0 while there is no deviation.</summary>
    public double ScoreOf(double value) => Variance > 0 ? (value - Mean) / Math.Sqrt(Variance) : 0;

    /// <summary>The statistics with another observation.</summary>
    /// <param name="halfLifeNanoseconds">Age at which an observation counts half.</param>
    public MovingDeviation Add(double value, SimulatedTime now, double halfLifeNanoseconds)
    {
        if (Count == 0)
        {
            return new MovingDeviation(value, 0, 1, now);
        }

        double kept = Elementary.Exp(-Ln2 * (now - Time) / halfLifeNanoseconds);
        double difference = value - Mean;
        return new MovingDeviation(
            Mean + ((1 - kept) * difference),
            kept * (Variance + ((1 - kept) * difference * difference)),
            Count == int.MaxValue ? Count : Count + 1,
            now);
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.WriteDouble(Mean);
        writer.WriteDouble(Variance);
        writer.WriteInt64(Count);
        writer.WriteInt64(Time.Nanoseconds);
    }

    public static MovingDeviation Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(4);
        return new MovingDeviation(reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt32(), new SimulatedTime(reader.ReadInt64()));
    }
}
