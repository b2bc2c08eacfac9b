using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Spaces;

/// <summary>Several choices at once, each from 0.</summary>
public sealed class MultiDiscreteSpace : Space
{
    private readonly int[] _counts;

    /// <param name="counts">Number of choices of each; at least one, each 1 to 65,536.</param>
    public MultiDiscreteSpace(params ReadOnlySpan<int> counts)
    {
        ArgumentOutOfRangeException.ThrowIfZero(counts.Length, nameof(counts));
        foreach (int count in counts)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(counts));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 65_536, nameof(counts));
        }

        _counts = counts.ToArray();
    }

    /// <summary>Number of choices of each element.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <inheritdoc/>
    public override int Size => _counts.Length;

    /// <inheritdoc/>
    public override bool Contains(ReadOnlySpan<float> value)
    {
        if (value.Length != Size)
        {
            return false;
        }

        for (int i = 0; i < value.Length; i++)
        {
            if (!DiscreteSpace.IsChoice(value[i], _counts[i]))
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
            value[i] = random.NextInt64(_counts[i]);
        }
    }
}
