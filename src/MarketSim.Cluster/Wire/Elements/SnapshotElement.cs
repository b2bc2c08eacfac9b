using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>[tick, time, last price, volume, fundamental value, bids, asks, competing agents, their cash, their inventory]; a side is a flat array of (price less the one before, quantity, orders).</summary>
internal static class SnapshotElement
{
    private const int FieldCount = 10;
    private const int FieldsOfLevel = 3;

    public static void Write(MessagePackWriter writer, MarketSnapshot market)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64(market.Tick);
        writer.WriteInt64(market.Time.Nanoseconds);
        writer.WriteInt64(market.LastPrice.Ticks);
        writer.WriteInt64(market.CumulativeVolumeLots);
        writer.WriteDouble(market.FundamentalValueTicks);
        WriteSide(writer, market.Bids.AsSpan(), market.LastPrice.Ticks);
        WriteSide(writer, market.Asks.AsSpan(), market.LastPrice.Ticks);
        writer.WriteInt64(market.CompetingAgents.Count);
        writer.WriteInt64(market.CompetingAgents.Cash);
        writer.WriteInt64(market.CompetingAgents.Inventory);
    }

    public static MarketSnapshot Read(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        long tick = reader.ReadInt64();
        long time = reader.ReadInt64();
        long lastPrice = reader.ReadInt64();
        return new MarketSnapshot
        {
            Tick = tick,
            Time = new SimulatedTime(time),
            LastPrice = new Price(lastPrice),
            CumulativeVolumeLots = reader.ReadInt64(),
            FundamentalValueTicks = reader.ReadDouble(),
            Bids = ReadSide(ref reader, lastPrice),
            Asks = ReadSide(ref reader, lastPrice),
            CompetingAgents = new CompetingAgentTotals(reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt64()),
        };
    }

    private static void WriteSide(MessagePackWriter writer, ReadOnlySpan<BookLevel> levels, long previousTicks)
    {
        writer.WriteArrayHeader(checked(levels.Length * FieldsOfLevel));
        foreach (ref readonly BookLevel level in levels)
        {
            writer.WriteInt64(unchecked(level.Price.Ticks - previousTicks));
            writer.WriteInt64(level.Quantity.Lots);
            writer.WriteInt64(level.Orders);
            previousTicks = level.Price.Ticks;
        }
    }

    private static ImmutableArray<BookLevel> ReadSide(ref MessagePackReader reader, long previousTicks)
    {
        int count = reader.ReadArrayHeader();
        if (count % FieldsOfLevel != 0)
        {
            throw new InvalidDataException($"Byte {reader.Position}: expected {FieldsOfLevel} numbers for each level of the book, found {count} in all.");
        }

        var levels = new BookLevel[count / FieldsOfLevel];
        foreach (ref BookLevel level in levels.AsSpan())
        {
            previousTicks = unchecked(previousTicks + reader.ReadInt64());
            level = new BookLevel(new Price(previousTicks), new Quantity(reader.ReadInt64()), reader.ReadInt32());
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(levels);
    }
}
