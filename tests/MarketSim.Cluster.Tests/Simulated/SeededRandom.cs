using MarketSim.Numerics.Randomness;

namespace MarketSim.Cluster.Tests.Simulated;

/// <summary>Draws of one purpose in a simulated world; the same seed and purpose give the same draws.</summary>
internal sealed class SeededRandom(ulong seed, int purpose)
{
    private RandomStream _stream = new(seed, RandomPurpose.Test, purpose, 0);

    /// <returns>At least 0, less than <paramref name="count"/>.</returns>
    public int Below(int count) => _stream.NextInt32(count);

    /// <returns>Both bounds may come.</returns>
    public int Between(int least, int most) => least + _stream.NextInt32(most - least + 1);

    public TimeSpan Milliseconds(int least, int most) => TimeSpan.FromMicroseconds(Between(least * 1000, most * 1000));

    public bool Happens(double probability) => _stream.NextDouble() < probability;

    public T Of<T>(IReadOnlyList<T> candidates) => candidates[Below(candidates.Count)];
}
