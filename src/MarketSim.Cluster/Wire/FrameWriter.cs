using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Wire.Elements;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;
using MarketSim.Simulation.Participants;

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
    private PlaceParticipants? _placement;
    private long? _epoch;

    /// <summary>Messages of the frame begun.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a message from or for a slot.</summary>
    /// <exception cref="ArgumentException">It is no message between market and slot, carries another slot, another epoch than the messages before it,
    /// another snapshot than they, or a value that its type does not define.</exception>
    /// <exception cref="FrameTooLongException">The frame would be longer than <see cref="PeerLimits.MaxFrameBytes"/>.</exception>
    public void Add(int slot, object message)
    {
        try
        {
            Agree(MarketMessages.EpochOf(message));
            Share((message as TickOpened)?.Market);
            MarketMessages.Write(_messages, slot, message);
            Added();
        }
        catch
        {
            Clear();
            throw;
        }
    }

    /// <summary>Adds a message from or for a host as a whole.</summary>
    /// <exception cref="ArgumentException">It is no such message, or of another epoch than the messages before it.</exception>
    /// <exception cref="FrameTooLongException">The frame would be longer than <see cref="PeerLimits.MaxFrameBytes"/>.</exception>
    public void Add(object message)
    {
        try
        {
            if (message is PlaceParticipants placement)
            {
                Agree(placement.Epoch);
                _placement = placement;
            }

            HostMessages.Write(_messages, message);
            Added();
        }
        catch
        {
            Clear();
            throw;
        }
    }

    /// <summary>The frame with all that was added, in that order; the writer then begins the next one.</summary>
    /// <exception cref="ArgumentException">A message is of another run or epoch than the header.</exception>
    /// <exception cref="FrameTooLongException">The frame would be longer than <see cref="PeerLimits.MaxFrameBytes"/>.</exception>
    public byte[] Finish(in FrameHeader header)
    {
        try
        {
            Check(header);
            WriteHead(header);
            long length = (long)_head.Written.Length + _messages.Written.Length + FrameFormat.ChecksumLength;
            return length <= PeerLimits.MaxFrameBytes ? Seal((int)length) : throw new FrameTooLongException(length);
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
        _head.WriteInt64(header.Epoch);
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
        if (Count > FrameContent.MaxMessages)
        {
            throw new InvalidOperationException($"A frame holds at most {FrameContent.MaxMessages} messages.");
        }

        if (_messages.Written.Length > PeerLimits.MaxFrameBytes)
        {
            throw new FrameTooLongException(_messages.Written.Length);
        }
    }

    /// <summary>The epoch is written once, in the header.</summary>
    private void Agree(long epoch)
    {
        if (_epoch is { } first && first != epoch)
        {
            throw new ArgumentException($"A frame is of one epoch: it holds messages of {first}, and one of {epoch} was to be added.", nameof(epoch));
        }

        _epoch = epoch;
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
        Agree(header.Epoch);
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
        _epoch = null;
        Count = 0;
    }
}
