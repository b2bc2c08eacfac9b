using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MarketSim.Market.Book;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Fingerprints;

/// <summary>
/// The chain h(t) = SHA-256(h(t-1), tick, events of the tick) over all ticks that have events; h(0) is the SHA-256 of
/// <see cref="Origin"/>. A tick without events leaves the chain as it is, so that idle ticks cost nothing.
/// </summary>
public sealed class Fingerprint
{
    /// <summary>The first value of the chain; it names the version of the encoding.</summary>
    public const string Origin = "MarketSim fingerprint 1";

    /// <summary>The most milestones that are kept, however fine the ticks.</summary>
    private const int MaximumMilestones = 100_000;

    private const long NoTick = -1;
    private const int HeaderLength = SHA256.HashSizeInBytes + sizeof(long);

    private readonly List<byte[]> _milestones = [];
    private readonly bool _isKept = true;
    private byte[] _buffer = new byte[4_096];
    private int _length = HeaderLength;
    private long _closedTick = NoTick;

    /// <param name="tickCount">Ticks of the session.</param>
    public Fingerprint(long tickCount)
    {
        SHA256.HashData(Encoding.ASCII.GetBytes(Origin), _buffer);
        TicksPerMilestone = 1_000;
        while (tickCount / TicksPerMilestone > MaximumMilestones)
        {
            TicksPerMilestone *= 10;
        }
    }

    private Fingerprint(bool isKept)
        : this(tickCount: 0) => _isKept = isKept;

    /// <summary>A fingerprint that ignores all events, for a market without one: hashing is a sixth of a small market's work.</summary>
    public static Fingerprint None() => new(isKept: false);

    /// <summary>The chain's value is kept once per 1,000 ticks, so that a difference can be located; in sessions of more than 100 million ticks once per 10,000, 100,000, ….</summary>
    public long TicksPerMilestone { get; }

    /// <summary>The chain's present value, in lower-case hexadecimal.</summary>
    public string Value
    {
        get
        {
            Seal();
            return Convert.ToHexStringLower(_buffer, 0, SHA256.HashSizeInBytes);
        }
    }

    /// <summary>The chain's values in lower-case hexadecimal: the first before tick <see cref="TicksPerMilestone"/>, the next before twice that, ….</summary>
    public IReadOnlyList<string> Milestones
    {
        get
        {
            Seal();
            return [.. _milestones.Select(Convert.ToHexStringLower)];
        }
    }

    /// <summary>Extends the chain by an event.</summary>
    public void Add(in BookEvent bookEvent)
    {
        if (!_isKept)
        {
            return;
        }

        Seal();
        if (_buffer.Length - _length < EventEncoding.MaximumLength)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        _length += EventEncoding.Encode(bookEvent, _buffer.AsSpan(_length));
    }

    /// <summary>Takes the value of another chain in, as of a tick that is closed: h = SHA-256(h before, tick, value).</summary>
    /// <param name="value">32 bytes.</param>
    public void AddChain(long tick, ReadOnlySpan<byte> value)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(value.Length, SHA256.HashSizeInBytes, nameof(value));
        if (!_isKept)
        {
            return;
        }

        Seal();
        value.CopyTo(_buffer.AsSpan(_length));
        _length += value.Length;
        CloseTick(tick);
    }

    /// <summary>Closes a tick; its events are hashed by <see cref="Seal"/>, or when the chain is needed. Ticks close in ascending order; those that were not opened are left out.</summary>
    public void CloseTick(long tick)
    {
        Seal();
        _closedTick = _isKept ? tick : NoTick;
    }

    /// <summary>Hashes the events of the tick closed last. Calling it while others work keeps the hash out of everybody's way.</summary>
    public void Seal()
    {
        if (_closedTick < 0)
        {
            return;
        }

        AdvanceMilestones(_closedTick);
        if (_length > HeaderLength)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(SHA256.HashSizeInBytes), _closedTick);
            SHA256.HashData(_buffer.AsSpan(0, _length), _buffer);
            _length = HeaderLength;
        }

        _closedTick = NoTick;
    }

    /// <summary>Keeps the milestones up to <paramref name="tick"/>, whose events are not in them.</summary>
    private void AdvanceMilestones(long tick)
    {
        if ((_milestones.Count + 1) * TicksPerMilestone > tick)
        {
            return;
        }

        byte[] value = _buffer[..SHA256.HashSizeInBytes];
        while ((_milestones.Count + 1) * TicksPerMilestone <= tick)
        {
            _milestones.Add(value);
        }
    }

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    public void Save(MessagePackWriter writer)
    {
        Seal();
        if (_length > HeaderLength)
        {
            throw new InvalidOperationException("A fingerprint is saved between ticks, not inside one.");
        }

        writer.WriteArrayHeader(2);
        writer.WriteBytes(_buffer.AsSpan(0, SHA256.HashSizeInBytes));
        writer.WriteArrayHeader(_milestones.Count);
        foreach (byte[] milestone in _milestones)
        {
            writer.WriteBytes(milestone);
        }
    }

    /// <summary>Restores the state that <c>Save</c> wrote.</summary>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        reader.ReadBytes().CopyTo(_buffer);
        _length = HeaderLength;
        _closedTick = NoTick;
        _milestones.Clear();
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            _milestones.Add(reader.ReadBytes().ToArray());
        }
    }
}
