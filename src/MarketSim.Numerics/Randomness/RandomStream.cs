using System.Runtime.CompilerServices;

namespace MarketSim.Numerics.Randomness;

/// <summary>
/// The random numbers of one entity (group, index) for one purpose: a sequence of 32-bit words that depends on nothing but
/// these and the seed. Word w is lane w mod 4 of the Philox4x32-10 block with key = seed and counter words
/// c0, c1 = w / 4 (low, high), c2 = index, c3 = purpose * 65536 + group. <see cref="Position"/> is the whole state.
/// </summary>
/// <remarks>
/// A mutable struct: keep it in a field that is not readonly, pass it by reference, and never draw from a copy.
/// Every draw takes two words, unless it says otherwise.
/// </remarks>
public partial struct RandomStream
{
    private readonly ulong _seed;
    private readonly uint _purposeAndGroup;
    private readonly uint _index;
    private ulong _position;

    /// <param name="seed">Seed of the run.</param>
    /// <param name="purpose">Purpose of the numbers.</param>
    /// <param name="group">Group of the entity in the scenario, 0 to 65535.</param>
    /// <param name="index">Index of the entity in its group, 0 or more.</param>
    /// <param name="position">Words already drawn; a stream goes on exactly where one of that position stood.</param>
    public RandomStream(ulong seed, RandomPurpose purpose, int group, int index, ulong position = 0)
    {
        _seed = seed;
        _purposeAndGroup = PurposeAndGroup(purpose, group);
        _index = CheckedIndex(index);
        _position = position;
    }

    /// <summary>Words drawn so far, and the index of the next.</summary>
    public readonly ulong Position => _position;

    /// <summary>
    /// A far stretch of the same words, for numbers that are drawn again and again rather than kept: the same number gives the same stretch. It holds
    /// 2^24 words, and no stream comes there by drawing.
    /// </summary>
    /// <param name="number">0 to 2^37.</param>
    public readonly RandomStream Stretch(ulong number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 1UL << 37);
        RandomStream stretch = this;
        stretch._position = (1UL << 62) | (number << 24);
        return stretch;
    }

    /// <summary>The word with the given index, without a stream; equal to the one that a stream of that position draws next.</summary>
    public static uint WordAt(ulong seed, RandomPurpose purpose, int group, int index, ulong wordIndex) =>
        new RandomStream(seed, purpose, group, index, wordIndex).NextUInt32();

    /// <summary>Takes one word.</summary>
    public uint NextUInt32()
    {
        Block(_position >> 2, out uint w0, out uint w1, out uint w2, out uint w3);
        return (_position++ & 3) switch
        {
            0 => w0,
            1 => w1,
            2 => w2,
            _ => w3,
        };
    }

    /// <summary>The first word is the low half.</summary>
    public ulong NextUInt64()
    {
        ulong lane = _position & 3;
        if ((lane & 1) != 0)
        {
            uint low = NextUInt32();
            return low | ((ulong)NextUInt32() << 32);
        }

        Block(_position >> 2, out uint w0, out uint w1, out uint w2, out uint w3);
        _position += 2;
        return lane == 0 ? w0 | ((ulong)w1 << 32) : w2 | ((ulong)w3 << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Block(ulong block, out uint w0, out uint w1, out uint w2, out uint w3)
    {
        w0 = (uint)block;
        w1 = (uint)(block >> 32);
        w2 = _index;
        w3 = _purposeAndGroup;
        Philox.Transform(ref w0, ref w1, ref w2, ref w3, _seed);
    }

    private static uint PurposeAndGroup(RandomPurpose purpose, int group)
    {
        if ((uint)group > ushort.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(group), group, "The group of an entity is 0 to 65535.");
        }

        return ((uint)purpose << 16) | (uint)group;
    }

    private static uint CheckedIndex(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return (uint)index;
    }
}
