using System.Globalization;
using MarketSim.Learning.Optimisation;

namespace MarketSim.Learning.Algorithms;

/// <summary>Stops a learner that has diverged, with everything as it was before the update that went wrong.</summary>
/// <remarks>
/// A learner has diverged when a loss, a gradient, a weight or a moment of an optimiser is no longer finite, or when a trained weight is beyond a
/// bound. That bound knows no rewards: whatever they are, optimisers move a weight by about the learning rate per step, so that only a learning rate
/// that is far too large comes there.
/// </remarks>
/// <param name="size">Of the policy's weights.</param>
/// <param name="trainableSize">Of those that are trained, the first ones.</param>
/// <param name="maximumWeight">Largest magnitude of a trained weight.</param>
/// <param name="beside">State that an update changes beside the policy's weights.</param>
internal sealed class WeightGuard(string algorithm, int size, int trainableSize, double maximumWeight, IRollbackScope[] beside)
{
    private readonly float[] _good = new float[size];

    /// <summary>Remembers the state before an update.</summary>
    public void Remember(ReadOnlySpan<float> weights)
    {
        weights.CopyTo(_good);
        foreach (IRollbackScope part in beside)
        {
            part.Remember();
        }
    }

    /// <summary>Puts the state back.</summary>
    public void Revert(Span<float> weights)
    {
        _good.CopyTo(weights);
        foreach (IRollbackScope part in beside)
        {
            part.Revert();
        }
    }

    /// <exception cref="LearningDivergedException">The norm of a gradient is not finite.</exception>
    public void RequireFiniteGradient(double norm, long version)
    {
        if (!double.IsFinite(norm))
        {
            Stop(version, "the gradient is no longer finite");
        }
    }

    /// <exception cref="LearningDivergedException">A loss is not finite.</exception>
    public void RequireFiniteLoss(bool isFinite, long version)
    {
        if (!isFinite)
        {
            Stop(version, "a loss is no longer finite");
        }
    }

    /// <summary>Looks at everything after an update.</summary>
    /// <param name="others">Weights of other networks.</param>
    /// <exception cref="LearningDivergedException">A number is not finite, or a trained weight beyond the bound.</exception>
    public void RequireSound(ReadOnlySpan<float> weights, ReadOnlySpan<float> others, long version)
    {
        if (!OptimiserChecks.AreFinite(weights))
        {
            Stop(version, "weights are no longer finite");
        }

        foreach (IRollbackScope part in beside)
        {
            if (!part.IsFinite)
            {
                Stop(version, "weights are no longer finite, or moments of their optimiser or of what normalises are not");
            }
        }

        RequireWithinBound(weights[..trainableSize], version);
        RequireWithinBound(others, version);
    }

    private void RequireWithinBound(ReadOnlySpan<float> weights, long version)
    {
        float bound = (float)maximumWeight;
        if (!OptimiserChecks.AreWithin(weights, bound))
        {
            float beyond = weights[weights.IndexOfAnyExceptInRange(-bound, bound)];
            Stop(version, string.Create(CultureInfo.InvariantCulture, $"a weight is {beyond:G3}, beyond MaximumWeight ({maximumWeight:R}),"));
        }
    }

    private void Stop(long version, string what) => throw new LearningDivergedException(
        $"{algorithm} diverged: {what} in update {version + 1}. The weights of version {version} are kept, and all that belongs to them. "
        + "Lower the learning rate, or scale rewards and observations.");
}
