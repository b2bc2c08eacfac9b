using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Venues;

/// <summary>What the venue has counted since the session began.</summary>
/// <param name="Orders">New orders that arrived, refused ones included.</param>
/// <param name="Cancels">Cancel requests that arrived.</param>
/// <param name="Amendments">Amendment requests that arrived.</param>
/// <param name="Refusals">Requests refused.</param>
/// <param name="VolumeLots">Lots traded.</param>
public readonly record struct VenueCounters(long Orders, long Cancels, long Amendments, long Trades, long Refusals, long VolumeLots)
{
    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(6);
        writer.WriteInt64(Orders);
        writer.WriteInt64(Cancels);
        writer.WriteInt64(Amendments);
        writer.WriteInt64(Trades);
        writer.WriteInt64(Refusals);
        writer.WriteInt64(VolumeLots);
    }

    public static VenueCounters Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(6);
        return new VenueCounters(
            reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
    }
}
