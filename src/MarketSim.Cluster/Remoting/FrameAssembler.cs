namespace MarketSim.Cluster.Remoting;

/// <summary>
/// Puts frames together from their pieces, one frame for each sender at a time. A frame whose pieces do not follow each other is dropped: the messages
/// between nodes are asked for again.
/// </summary>
/// <typeparam name="TSender">Identity of a sender.</typeparam>
internal sealed class FrameAssembler<TSender>
    where TSender : notnull
{
    private readonly Dictionary<TSender, Partial> _partials = [];

    /// <summary>Frames of which a part was received and the rest was not.</summary>
    public long Dropped { get; private set; }

    /// <param name="chunk">Without a fault: see <see cref="Chunks.FaultOf"/>.</param>
    /// <returns>The whole frame with its last piece; null before.</returns>
    public ReadOnlyMemory<byte>? Add(TSender sender, WireChunk chunk)
    {
        if (chunk.Offset == 0)
        {
            Forget(sender);
            _partials[sender] = new Partial(chunk.Sender, chunk.Number, new byte[chunk.Total]);
        }

        if (!_partials.TryGetValue(sender, out Partial? partial) || !partial.Expects(chunk))
        {
            Forget(sender);
            return null;
        }

        chunk.Bytes.CopyTo(partial.Frame.AsMemory(chunk.Offset));
        partial.Received += chunk.Bytes.Length;
        if (partial.Received < partial.Frame.Length)
        {
            return null;
        }

        _partials.Remove(sender);
        return partial.Frame;
    }

    /// <summary>Drops what was received of a frame of that sender.</summary>
    public void Forget(TSender sender)
    {
        if (_partials.Remove(sender))
        {
            Dropped++;
        }
    }

    private sealed class Partial(int sender, long number, byte[] frame)
    {
        public byte[] Frame { get; } = frame;

        public int Received { get; set; }

        public bool Expects(WireChunk chunk) =>
            chunk.Sender == sender && chunk.Number == number && chunk.Total == Frame.Length && chunk.Offset == Received;
    }
}
