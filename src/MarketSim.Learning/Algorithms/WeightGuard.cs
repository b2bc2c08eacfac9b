namespace MarketSim.Learning.Algorithms;

/// <summary>Keeps the last weights that were good, and stops a learner whose losses or weights are no longer finite.</summary>
internal sealed class WeightGuard(string algorithm, int size)
{
    private readonly float[] _good = new float[size];

    /// <summary>Remembers the weights before an update.</summary>
    public void Remember(ReadOnlySpan<float> weights) => weights.CopyTo(_good);

    /// <summary>Puts the weights back and throws when a gradient's norm is not finite.</summary>
    public void RequireFiniteGradient(double norm, Span<float> weights, long version)
    {
        if (!double.IsFinite(norm))
        {
            Stop(weights, version, "the gradient is");
        }
    }

    /// <summary>Puts the weights back and throws when losses are not finite.</summary>
    public void RequireFiniteLoss(bool isFinite, Span<float> weights, long version)
    {
        if (!isFinite)
        {
            Stop(weights, version, "a loss is");
        }
    }

    /// <summary>Puts the weights back and throws when one of them is not finite.</summary>
    public void RequireFiniteWeights(Span<float> weights, long version)
    {
        if (weights.ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
        {
            Stop(weights, version, "weights are");
        }
    }

    private void Stop(Span<float> weights, long version, string what)
    {
        _good.CopyTo(weights);
        throw new LearningDivergedException(
            $"{algorithm} diverged: {what} no longer finite in update {version + 1}. The weights of version {version} are kept. "
            + "Lower the learning rate, or scale rewards and observations.");
    }
}
