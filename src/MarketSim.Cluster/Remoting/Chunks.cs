using MarketSim.Cluster.Membership;

namespace MarketSim.Cluster.Remoting;

/// <summary>Frames that are too long for one message: heartbeats of the cluster take the same way, and pass between two pieces.</summary>
internal static class Chunks
{
    /// <summary>Bytes in one piece, and the longest frame that is sent whole.</summary>
    public const int Size = 64 << 10;

    /// <returns>The pieces, in the order in which they must be sent.</returns>
    public static IEnumerable<WireChunk> Of(ReadOnlyMemory<byte> frame, int receiver, int sender, long number)
    {
        for (int offset = 0; offset < frame.Length; offset += Size)
        {
            yield return new WireChunk(receiver, sender, number, frame.Length, offset, frame.Slice(offset, Math.Min(Size, frame.Length - offset)));
        }
    }

    /// <summary>The reason why a chunk is invalid; null when it is valid. Checked before anything is allocated.</summary>
    public static string? FaultOf(WireChunk chunk) => chunk switch
    {
        { Total: <= Size or > PeerLimits.MaxFrameBytes } =>
            FormattableString.Invariant($"a frame in pieces has {Size + 1} to {PeerLimits.MaxFrameBytes} bytes, this one {chunk.Total}"),
        { Offset: < 0 } => FormattableString.Invariant($"the piece begins at byte {chunk.Offset}"),
        { Bytes.Length: 0 or > Size } => FormattableString.Invariant($"a piece has 1 to {Size} bytes, this one {chunk.Bytes.Length}"),
        _ when chunk.Bytes.Length > chunk.Total - chunk.Offset =>
            FormattableString.Invariant($"the piece ends at byte {(long)chunk.Offset + chunk.Bytes.Length} of a frame of {chunk.Total}"),
        _ => null,
    };
}
