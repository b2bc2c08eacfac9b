using MarketSim.Numerics.Serialization;

namespace MarketSim.Cluster.Wire.Elements;

/// <summary>A message of a type has a fixed number of elements.</summary>
internal static class MessageLength
{
    /// <exception cref="InvalidDataException">The message has another number of elements.</exception>
    public static void Require(ref MessagePackReader reader, MessageType type, int count, int expected)
    {
        if (count != expected)
        {
            throw new InvalidDataException($"Before byte {reader.Position}: expected {expected} elements of a message {type}, found {count}.");
        }
    }
}
