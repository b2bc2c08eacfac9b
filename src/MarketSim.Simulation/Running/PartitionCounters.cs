using MarketSim.Numerics.Serialization;

namespace MarketSim.Simulation.Running;

/// <summary>What partitions count.</summary>
/// <param name="Observations">Decisions that agents were asked for.</param>
/// <param name="News">Events delivered to agents.</param>
/// <param name="Requests">Requests that agents sent.</param>
/// <param name="Failures">Decisions in which a strategy threw.</param>
internal readonly record struct PartitionCounters(long Observations, long News, long Requests, long Failures)
{
    /// <summary>Messages to and from agents.</summary>
    public long Messages => Observations + News + Requests;

    public static PartitionCounters operator +(PartitionCounters left, PartitionCounters right) => new(
        left.Observations + right.Observations, left.News + right.News, left.Requests + right.Requests, left.Failures + right.Failures);

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.WriteInt64(Observations);
        writer.WriteInt64(News);
        writer.WriteInt64(Requests);
        writer.WriteInt64(Failures);
    }

    public static PartitionCounters Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(4);
        return new PartitionCounters(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
    }
}
