using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Policies;

/// <summary>Draws actions uniformly from their space: what a policy that has learned anything must beat.</summary>
public sealed class UniformPolicy(Space observationSpace, Space actionSpace) : IPolicy
{
    /// <inheritdoc/>
    public Space ObservationSpace => observationSpace;

    /// <inheritdoc/>
    public Space ActionSpace => actionSpace;

    /// <inheritdoc/>
    public int StateSize => 0;

    /// <inheritdoc/>
    public Span<float> Weights => [];

    /// <summary>Draws at random, also when asked for deterministic actions: there is none that is likelier than others.</summary>
    public void Act(PolicyBatch batch, bool deterministic)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int row = 0; row < batch.Rows; row++)
        {
            actionSpace.Sample(ref batch.Random[row], batch.Action(row));
        }

        batch.LogProbabilities.Clear();
        batch.Values.Clear();
    }

    /// <inheritdoc/>
    public void ClipAction(Span<float> action)
    {
    }
}
