using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Spaces;

/// <summary>The set of possible observations or actions. Each is a row of floats, whatever its kind: a discrete value is its number as a float.</summary>
public abstract class Space
{
    /// <summary>Floats in one observation or action.</summary>
    public abstract int Size { get; }

    /// <param name="value">Shape [<see cref="Size"/>].</param>
    public abstract bool Contains(ReadOnlySpan<float> value);

    /// <summary>Draws a value uniformly; where a box is not bounded, from a normal or exponential law.</summary>
    /// <param name="value">Shape [<see cref="Size"/>].</param>
    public abstract void Sample(ref RandomStream random, Span<float> value);
}
