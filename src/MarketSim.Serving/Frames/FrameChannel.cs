using System.Buffers.Binary;

namespace MarketSim.Serving.Frames;

/// <summary>
/// Frames over a stream: four bytes of length, little-endian, then so many bytes. A length is checked before anything is allocated for it. A peer that
/// stops in the middle of a frame, or does not read its answers, misses the deadline; between frames it may take as long as it likes.
/// </summary>
internal sealed class FrameChannel(Stream stream, TimeProvider timeProvider, TimeSpan patience)
{
    private const int HeaderLength = sizeof(int);
    private const int InitialCapacity = 4_096;

    // Larger buffers are let go after use, so that one large frame does not hold its memory for ever.
    private const int KeptCapacity = 1 << 20;

    private const long NoDeadline = long.MaxValue;

    private byte[] _received = new byte[InitialCapacity];
    private byte[] _sent = new byte[InitialCapacity];
    private int _length;
    private int _consumed;
    private long _deadline = NoDeadline;

    /// <summary>Frames that came in, and went out.</summary>
    public long FramesReceived { get; private set; }

    public long BytesReceived { get; private set; }

    public long BytesSent { get; private set; }

    /// <summary>True when the peer has stopped in the middle of a frame for longer than the patience. Read by any thread.</summary>
    public bool IsOverdue => Volatile.Read(ref _deadline) < timeProvider.GetTimestamp();

    /// <summary>True when no frame is in progress, so that the peer may pause without limit. Read by any thread.</summary>
    public bool IsBetweenFrames => Volatile.Read(ref _deadline) == NoDeadline;

    /// <summary>The peer must send its first frame within the patience.</summary>
    public void ExpectFrame() => BeginDeadline();

    /// <summary>The next frame; valid until the next call. Null when the peer has closed between frames.</summary>
    /// <param name="maximumLength">Of the frame's content, in bytes.</param>
    /// <exception cref="MalformedFrameException">The length is out of bounds, or the peer closed within a frame.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(int maximumLength, CancellationToken cancellation)
    {
        Discard();
        if (!await FillAsync(HeaderLength, cancellation).ConfigureAwait(false))
        {
            return _length == 0 ? null : throw new MalformedFrameException($"The connection ended after {_length} of the {HeaderLength} bytes of a frame's length.");
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_received);
        if (length == 0 || length > maximumLength)
        {
            throw new MalformedFrameException($"A frame says that it has {length} bytes; it must have 1 to {maximumLength}.");
        }

        int whole = HeaderLength + (int)length;
        if (!await FillAsync(whole, cancellation).ConfigureAwait(false))
        {
            throw new MalformedFrameException($"The connection ended after {_length} of the {whole} bytes of a frame.");
        }

        EndDeadline();
        _consumed = whole;
        FramesReceived++;
        return _received.AsMemory(HeaderLength, (int)length);
    }

    /// <summary>Sends a frame.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        int whole = HeaderLength + content.Length;
        if (_sent.Length < whole)
        {
            _sent = new byte[Math.Max(whole, _sent.Length * 2)];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(_sent, (uint)content.Length);
        content.CopyTo(_sent.AsMemory(HeaderLength));
        BeginDeadline();
        await stream.WriteAsync(_sent.AsMemory(0, whole), cancellation).ConfigureAwait(false);
        EndDeadline();
        BytesSent += whole;
        if (_sent.Length > KeptCapacity)
        {
            _sent = new byte[InitialCapacity];
        }
    }

    private async ValueTask<bool> FillAsync(int length, CancellationToken cancellation)
    {
        if (_received.Length < length)
        {
            Array.Resize(ref _received, Math.Max(length, _received.Length * 2));
        }

        while (_length < length)
        {
            if (_length > 0 && Volatile.Read(ref _deadline) == NoDeadline)
            {
                BeginDeadline();
            }

            int read = await stream.ReadAsync(_received.AsMemory(_length), cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            BytesReceived += read;
            _length += read;
        }

        return true;
    }

    // What was read beyond the last frame moves to the front.
    private void Discard()
    {
        int rest = _length - _consumed;
        _received.AsSpan(_consumed, rest).CopyTo(_received);
        if (_received.Length > KeptCapacity && rest < InitialCapacity)
        {
            byte[] smaller = new byte[InitialCapacity];
            _received.AsSpan(0, rest).CopyTo(smaller);
            _received = smaller;
        }

        (_length, _consumed) = (rest, 0);
    }

    private void BeginDeadline() => Volatile.Write(
        ref _deadline, timeProvider.GetTimestamp() + (long)(patience.TotalSeconds * timeProvider.TimestampFrequency));

    private void EndDeadline() => Volatile.Write(ref _deadline, NoDeadline);
}
