using System.Runtime.CompilerServices;
using MarketSim.Numerics.Functions;

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
public struct RandomStream
{
    private readonly ulong _seed;
    private readonly uint _purposeAndGroup;
    private readonly uint _index;
    private ulong _position;

    /// <param name="seed">Seed of the run.</param>
    /// <param name="purpose">Purpose of the numbers.</param>
    /// <param name="group">Group of the entity in the scenario, 0 to 65535.</param>
    /// <param name="index">Index of the entity in its group, 0 or more.</param>
    /// <param name="position">Words already drawn; a stream continues exactly where one of that position stood.</param>
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

    /// <summary>Uniform on [0, 1), a multiple of 2^-53.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with the given probability.</summary>
    /// <param name="probability">0 to 1; 0 is never true, 1 always.</param>
    public bool NextBoolean(double probability = 0.5)
    {
        if (!(probability is >= 0 and <= 1))
        {
            ThrowRange(nameof(probability), probability, "A probability is 0 to 1.");
        }

        return NextDouble() < probability;
    }

    /// <summary>Uniform on 0 to <paramref name="exclusiveMaximum"/> - 1, without bias. Takes two words, and two more as often as a draw is rejected.</summary>
    /// <param name="exclusiveMaximum">1 or more.</param>
    public long NextInt64(long exclusiveMaximum)
    {
        if (exclusiveMaximum <= 0)
        {
            ThrowRange(nameof(exclusiveMaximum), exclusiveMaximum, "The exclusive maximum is 1 or more.");
        }

        // Lemire, Fast random integer generation in an interval, ACM TOMACS 2019: the high half of the product is the number,
        // the low half tells whether it lies in the incomplete part of the range.
        ulong range = (ulong)exclusiveMaximum;
        ulong number = Math.BigMul(NextUInt64(), range, out ulong fraction);
        if (fraction < range)
        {
            ulong threshold = (0 - range) % range;
            while (fraction < threshold)
            {
                number = Math.BigMul(NextUInt64(), range, out fraction);
            }
        }

        return (long)number;
    }

    /// <inheritdoc cref="NextInt64"/>
    public int NextInt32(int exclusiveMaximum) => (int)NextInt64(exclusiveMaximum);

    /// <summary>Uniform on [minimum, maximum); minimum itself when they are equal.</summary>
    /// <param name="minimum">Finite.</param>
    /// <param name="maximum">Finite, not below <paramref name="minimum"/>, and no further from it than the largest double.</param>
    public double NextUniform(double minimum, double maximum)
    {
        double width = maximum - minimum;
        if (!(width >= 0 && double.IsFinite(width)))
        {
            ThrowRange(nameof(maximum), maximum, $"The maximum is finite and not below the minimum, {minimum}.");
        }

        // Rounding may reach the maximum, which is not part of the interval.
        double value = minimum + (width * NextDouble());
        return value < maximum || width == 0 ? value : Math.BitDecrement(maximum);
    }

    /// <summary>Standard normal: the inverse of the distribution at one uniform number, so that no second normal waits.</summary>
    public double NextNormal() => Elementary.InverseNormalCdf(NextOpenDouble());

    /// <param name="mean">Any finite number.</param>
    /// <param name="standardDeviation">0 or more.</param>
    public double NextNormal(double mean, double standardDeviation)
    {
        RequireFinite(nameof(mean), mean);
        RequireNonNegative(nameof(standardDeviation), standardDeviation);
        return mean + (standardDeviation * NextNormal());
    }

    /// <param name="mean">Greater than 0; the inverse of the rate.</param>
    public double NextExponential(double mean)
    {
        RequirePositive(nameof(mean), mean);
        return -mean * Elementary.Log(NextOpenDouble());
    }

    /// <summary>Exp of a normal number; its median is exp(mu), its mean exp(mu + sigma² / 2).</summary>
    /// <param name="mu">Mean of the logarithm, finite.</param>
    /// <param name="sigma">Standard deviation of the logarithm, 0 or more.</param>
    public double NextLogNormal(double mu, double sigma)
    {
        RequireFinite(nameof(mu), mu);
        RequireNonNegative(nameof(sigma), sigma);
        return Elementary.Exp(mu + (sigma * NextNormal()));
    }

    /// <summary>Pareto (type I): exceeds x, not below the minimum, with probability (minimum / x)^exponent.</summary>
    /// <param name="minimum">Greater than 0.</param>
    /// <param name="exponent">Tail index, greater than 0; the mean is finite above 1.</param>
    public double NextPareto(double minimum, double exponent)
    {
        RequirePositive(nameof(minimum), minimum);
        RequirePositive(nameof(exponent), exponent);
        return minimum * Elementary.Pow(NextOpenDouble(), -1 / exponent);
    }

    /// <summary>Number of events of a Poisson process. Takes two words below mean 10, else four for every attempt (1.1 to 1.3 of them).</summary>
    /// <param name="mean">0 to 1e15.</param>
    public long NextPoisson(double mean)
    {
        if (!(mean is >= 0 and <= PoissonDraw.MaximumMean))
        {
            ThrowRange(nameof(mean), mean, "The mean of a Poisson draw is 0 to 1e15.");
        }

        return mean < PoissonDraw.RejectionFrom
            ? PoissonDraw.ByInversion(mean, NextDouble())
            : PoissonDraw.ByRejection(mean, ref this);
    }

    /// <summary>Uniform on the open interval (0, 1), symmetric about 1/2: odd multiples of 2^-53.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal double NextOpenDouble() => ((NextUInt64() >> 12) + 0.5) * (1.0 / (1UL << 52));

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireFinite(string name, double value)
    {
        if (!double.IsFinite(value))
        {
            ThrowRange(name, value, "The value is a finite number.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireNonNegative(string name, double value)
    {
        if (!(value >= 0 && double.IsFinite(value)))
        {
            ThrowRange(name, value, "The value is a finite number, 0 or more.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequirePositive(string name, double value)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            ThrowRange(name, value, "The value is a finite number greater than 0.");
        }
    }

    private static void ThrowRange(string name, object value, string message) =>
        throw new ArgumentOutOfRangeException(name, value, message);
}
