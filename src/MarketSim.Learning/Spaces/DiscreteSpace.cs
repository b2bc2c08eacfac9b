using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Spaces;

/// <summary>One of a number of choices, from 0.</summary>
public sealed class DiscreteSpace : Space
{
    /// <param name="count">1 to 65,536 choices.</param>
    public DiscreteSpace(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 65_536);
        Count = count;
    }

    /// <summary>Number of choices.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public override int Size => 1;

    /// <inheritdoc/>
    public override bool Contains(ReadOnlySpan<float> value) => value.Length == 1 && IsChoice(value[0], Count);

    /// <inheritdoc/>
    public override void Sample(ref RandomStream random, Span<float> value)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(value.Length, Size, nameof(value));
        value[0] = random.NextInt64(Count);
    }

    internal static bool IsChoice(float value, int count) => value >= 0 && value < count && value == (int)value;
}
