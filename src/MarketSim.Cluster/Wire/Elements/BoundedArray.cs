using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>Arrays whose length is checked against the bytes that are left before room is made for them.</summary>
internal static class BoundedArray
{
    /// <param name="minBytes">Length of the shortest element.</param>
    /// <exception cref="InvalidDataException">So many elements cannot follow.</exception>
    public static int ReadHeader(ref MessagePackReader reader, int minBytes)
    {
        int start = reader.Position;
        int count = reader.ReadArrayHeader();
        return (long)count * minBytes <= reader.Remaining
            ? count
            : throw new InvalidDataException(
                $"Byte {start}: expected an array of elements of {minBytes} bytes or more within the {reader.Remaining} bytes left, found one of {count} elements.");
    }

    /// <summary>Takes the header of an array whose last elements may be left out.</summary>
    public static int ReadHeader(ref MessagePackReader reader, int minimum, int maximum)
    {
        int start = reader.Position;
        int count = reader.ReadArrayHeader();
        if (count < minimum || count > maximum)
        {
            ThrowCount(start, minimum, maximum, count);
        }

        return count;
    }

    private static void ThrowCount(int start, int minimum, int maximum, int count) =>
        throw new InvalidDataException($"Byte {start}: expected an array of {minimum} to {maximum} elements, found one of {count}.");
}
