using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Spaces;

/// <summary>Rows of real numbers, each between bounds of its own.</summary>
public sealed class BoxSpace : Space
{
    private readonly float[] _low;
    private readonly float[] _high;

    /// <param name="low">Shape [size]; negative infinity for no bound.</param>
    /// <param name="high">Shape [size], not below <paramref name="low"/>; positive infinity for no bound.</param>
    /// <exception cref="ArgumentException">The bounds differ in length, are not numbers, or cross.</exception>
    public BoxSpace(ReadOnlySpan<float> low, ReadOnlySpan<float> high)
    {
        if (low.Length != high.Length || low.IsEmpty)
        {
            throw new ArgumentException($"A box has as many upper bounds as lower ones, at least one; got {low.Length} and {high.Length}.", nameof(high));
        }

        for (int i = 0; i < low.Length; i++)
        {
            if (!(low[i] <= high[i]))
            {
                throw new ArgumentException($"Bounds of element {i} are {low[i]} and {high[i]}; the lower one must be a number not above the upper one.", nameof(low));
            }
        }

        _low = low.ToArray();
        _high = high.ToArray();
    }

    /// <summary>A box with the same bounds in every direction.</summary>
    public static BoxSpace Uniform(int size, float low, float high)
    {
        float[] lows = new float[size];
        float[] highs = new float[size];
        Array.Fill(lows, low);
        Array.Fill(highs, high);
        return new BoxSpace(lows, highs);
    }

    /// <summary>All rows of real numbers of a size.</summary>
    public static BoxSpace Unbounded(int size) => Uniform(size, float.NegativeInfinity, float.PositiveInfinity);

    /// <inheritdoc/>
    public override int Size => _low.Length;

    /// <summary>Lower bounds.</summary>
    public ReadOnlySpan<float> Low => _low;

    /// <summary>Upper bounds.</summary>
    public ReadOnlySpan<float> High => _high;

    /// <inheritdoc/>
    public override bool Contains(ReadOnlySpan<float> value)
    {
        if (value.Length != Size)
        {
            return false;
        }

        for (int i = 0; i < value.Length; i++)
        {
            if (!(value[i] >= _low[i] && value[i] <= _high[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override void Sample(ref RandomStream random, Span<float> value)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(value.Length, Size, nameof(value));
        for (int i = 0; i < value.Length; i++)
        {
            value[i] = (float.IsFinite(_low[i]), float.IsFinite(_high[i])) switch
            {
                (true, true) => Math.Clamp((float)(_low[i] + (random.NextDouble() * ((double)_high[i] - _low[i]))), _low[i], _high[i]),
                (true, false) => (float)(_low[i] + random.NextExponential(1)),
                (false, true) => (float)(_high[i] - random.NextExponential(1)),
                (false, false) => (float)random.NextNormal(0, 1),
            };
        }
    }
}
