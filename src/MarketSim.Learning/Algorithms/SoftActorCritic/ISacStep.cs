using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Algorithms.SoftActorCritic;

/// <summary>One gradient step of soft actor-critic, for one kind of action.</summary>
internal interface ISacStep
{
    /// <param name="features">Shape [rows, feature size]: encoded observations of the batch.</param>
    /// <param name="nextFeatures">Shape [rows, feature size].</param>
    /// <param name="random">For actions of the present policy.</param>
    SacLosses Step(ReplayBatch batch, ReadOnlySpan<float> features, ReadOnlySpan<float> nextFeatures, double learningRate, ref RandomStream random);

    /// <summary>The smaller of both critics' values of one action.</summary>
    /// <param name="features">Of one observation.</param>
    /// <param name="action">As it lies in the replay buffer.</param>
    double ActionValue(ReadOnlySpan<float> features, ReadOnlySpan<float> action);
}
