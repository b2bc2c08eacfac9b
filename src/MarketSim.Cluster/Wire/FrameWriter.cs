using MarketSim.Cluster.Transport;
using MarketSim.Cluster.Wire.Elements;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Wire;

/// <summary>
/// Gathers what is for one node into one frame. A message is encoded when it is added, so that buffers it borrows may be used again at once. One writer
/// serves frame after frame and keeps its buffers; one thread at a time.
/// </summary>
/// <remarks>When adding a message throws, the frame begun is given up whole: the next message added begins another.</remarks>
internal sealed class FrameWriter
{
    private readonly MessagePackWriter _head = new();
    private readonly MessagePackWriter _messages = new(16 << 10);
    private MarketSnapshot? _market;
    private PlaceSite? _placement;
    private long? _generation;

    /// <summary>Messages of the frame begun.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a message from or for a seat.</summary>
    /// <exception cref="ArgumentException">It is no message between market and seat, carries another seat, another generation than the messages before it,
    /// another snapshot than they, or a value that its type does not define.</exception>
    /// <exception cref="FrameTooLongException">The frame would be longer than <see cref="TransportLimits.LongestBody"/>.</exception>
    public void Add(int seat, object message)
    {
        try
        {
            Agree(MarketMessages.GenerationOf(message));
            Share((message as TickOpened)?.Market);
            MarketMessages.Write(_messages, seat, message);
            Added();
        }
        catch
        {
            Clear();
            throw;
        }
    }

    /// <summary>Adds a message from or for a site as a whole.</summary>
    /// <exception cref="ArgumentException">It is no such message, or of another generation than the messages before it.</exception>
    /// <exception cref="FrameTooLongException">The frame would be longer than <see cref="TransportLimits.LongestBody"/>.</exception>
    public void Add(object message)
    {
        try
        {
            if (message is PlaceSite placement)
            {
                Agree(placement.Generation);
                _placement = placement;
            }

            SiteMessages.Write(_messages, message);
            Added();
        }
        catch
        {
            Clear();
            throw;
        }
    }

    /// <summary>The frame with all that was added, in that order; the writer then begins the next one.</summary>
    /// <exception cref="ArgumentException">A message is of another run or generation than the header.</exception>
    /// <exception cref="FrameTooLongException">The frame would be longer than <see cref="TransportLimits.LongestBody"/>.</exception>
    public byte[] Finish(in FrameHeader header)
    {
        try
        {
            Check(header);
            WriteHead(header);
            long length = (long)_head.Written.Length + _messages.Written.Length + FrameFormat.ChecksumLength;
            return length <= TransportLimits.LongestBody ? Seal((int)length) : throw new FrameTooLongException(length);
        }
        finally
        {
            Clear();
        }
    }

    private byte[] Seal(int length)
    {
        byte[] frame = GC.AllocateUninitializedArray<byte>(length);
        _head.Written.CopyTo(frame);
        _messages.Written.CopyTo(frame.AsSpan(_head.Written.Length));
        FrameFormat.Seal(frame);
        return frame;
    }

    private void WriteHead(in FrameHeader header)
    {
        _head.WriteArrayHeader(FrameFormat.ElementCount);
        _head.WriteInt64(FrameFormat.Magic);
        _head.WriteInt64(FrameFormat.Version);
        _head.WriteString(header.Run);
        _head.WriteInt64(header.Generation);
        _head.WriteString(header.Sender);
        _head.WriteInt64(header.Sequence);
        _head.WriteInt64(header.Tick);
        if (_market is null)
        {
            _head.WriteNil();
        }
        else
        {
            SnapshotElement.Write(_head, _market);
        }

        _head.WriteArrayHeader(Count);
    }

    private void Added()
    {
        Count++;
        if (Count > FrameContent.MostMessages)
        {
            throw new InvalidOperationException($"A frame holds at most {FrameContent.MostMessages} messages.");
        }

        if (_messages.Written.Length > TransportLimits.LongestBody)
        {
            throw new FrameTooLongException(_messages.Written.Length);
        }
    }

    /// <summary>The generation is written once, in the header.</summary>
    private void Agree(long generation)
    {
        if (_generation is { } first && first != generation)
        {
            throw new ArgumentException($"A frame is of one generation: it holds messages of {first}, and one of {generation} was to be added.", nameof(generation));
        }

        _generation = generation;
    }

    /// <summary>The snapshot is written once, before the messages.</summary>
    private void Share(MarketSnapshot? market)
    {
        if (market is not null && _market is not null && !ReferenceEquals(market, _market))
        {
            throw new ArgumentException($"A frame holds one snapshot: that of tick {_market.Tick}, and another of tick {market.Tick} was to be added.", nameof(market));
        }

        _market ??= market;
    }

    private void Check(in FrameHeader header)
    {
        Agree(header.Generation);
        if (_placement is { } placement && placement.Run != header.Run)
        {
            throw new ArgumentException($"The frame is of run {header.Run} and holds a placement of run {placement.Run}.", nameof(header));
        }
    }

    private void Clear()
    {
        _head.Clear();
        _messages.Clear();
        _market = null;
        _placement = null;
        _generation = null;
        Count = 0;
    }
}
