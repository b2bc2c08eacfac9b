using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Venues;

/// <summary>The venue's counters since the session began.</summary>
public record struct VenueCounters
{
    /// <summary>New orders that arrived, refused ones included.</summary>
    public long Orders { get; set; }

    /// <summary>Cancel requests that arrived.</summary>
    public long Cancels { get; set; }

    /// <summary>Amendment requests that arrived.</summary>
    public long Amendments { get; set; }

    /// <summary>Number of trades.</summary>
    public long Trades { get; set; }

    /// <summary>Requests refused.</summary>
    public long Refusals { get; set; }

    /// <summary>Lots traded.</summary>
    public long VolumeLots { get; set; }

    /// <summary>Trades whose two sides were of one owner.</summary>
    public long SelfTrades { get; set; }

    /// <summary>Orders that self-trade prevention cancelled or shortened.</summary>
    public long SelfTradeCancels { get; set; }

    /// <summary>The sums of both.</summary>
    public readonly VenueCounters Plus(in VenueCounters other) => new()
    {
        Orders = Orders + other.Orders,
        Cancels = Cancels + other.Cancels,
        Amendments = Amendments + other.Amendments,
        Trades = Trades + other.Trades,
        Refusals = Refusals + other.Refusals,
        VolumeLots = VolumeLots + other.VolumeLots,
        SelfTrades = SelfTrades + other.SelfTrades,
        SelfTradeCancels = SelfTradeCancels + other.SelfTradeCancels,
    };

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    public readonly void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(8);
        writer.WriteInt64(Orders);
        writer.WriteInt64(Cancels);
        writer.WriteInt64(Amendments);
        writer.WriteInt64(Trades);
        writer.WriteInt64(Refusals);
        writer.WriteInt64(VolumeLots);
        writer.WriteInt64(SelfTrades);
        writer.WriteInt64(SelfTradeCancels);
    }

    /// <summary>Restores the state that <c>Save</c> wrote.</summary>
    public static VenueCounters Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(8);
        return new VenueCounters
        {
            Orders = reader.ReadInt64(),
            Cancels = reader.ReadInt64(),
            Amendments = reader.ReadInt64(),
            Trades = reader.ReadInt64(),
            Refusals = reader.ReadInt64(),
            VolumeLots = reader.ReadInt64(),
            SelfTrades = reader.ReadInt64(),
            SelfTradeCancels = reader.ReadInt64(),
        };
    }
}
