using System.Buffers.Binary;
using MarketSim.Market.Book;

namespace MarketSim.Market.Fingerprints;

/// <summary>The bytes of a book event as they enter the fingerprint; fixed in the appendix on determinism.</summary>
internal static class EventEncoding
{
    /// <summary>A trade also names its resting order.</summary>
    public const int MaximumLength = 75;

    private const int CommonLength = 51;

    /// <summary>Writes one event, little-endian, and returns the number of bytes.</summary>
    public static int Encode(in BookEvent bookEvent, Span<byte> destination)
    {
        destination[0] = (byte)bookEvent.Kind;
        destination[1] = (byte)bookEvent.Reason;
        destination[2] = (byte)bookEvent.Side;
        BinaryPrimitives.WriteInt64LittleEndian(destination[3..], bookEvent.Time.Nanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(destination[11..], bookEvent.Order.Value);
        BinaryPrimitives.WriteInt64LittleEndian(destination[19..], bookEvent.Account.Value);
        BinaryPrimitives.WriteInt64LittleEndian(destination[27..], bookEvent.Price.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(destination[35..], bookEvent.Quantity.Lots);
        BinaryPrimitives.WriteInt64LittleEndian(destination[43..], bookEvent.Remaining.Lots);
        if (bookEvent.Kind != BookEventKind.Traded)
        {
            return CommonLength;
        }

        BinaryPrimitives.WriteInt64LittleEndian(destination[51..], bookEvent.RestingOrder.Value);
        BinaryPrimitives.WriteInt64LittleEndian(destination[59..], bookEvent.RestingAccount.Value);
        BinaryPrimitives.WriteInt64LittleEndian(destination[67..], bookEvent.RestingRemaining.Lots);
        return MaximumLength;
    }
}
