using MarketSim.Engine.Participants;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>The counters of a partition: [observations, requests, failures].</summary>
internal static class CountersElement
{
    private const int FieldCount = 3;

    public static void Write(MessagePackWriter writer, PartitionCounters counters)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64(counters.Observations);
        writer.WriteInt64(counters.Requests);
        writer.WriteInt64(counters.Failures);
    }

    public static PartitionCounters Read(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new PartitionCounters(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
    }
}
