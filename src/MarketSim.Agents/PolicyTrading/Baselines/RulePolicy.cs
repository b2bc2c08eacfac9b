using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Agents.PolicyTrading.Baselines;

/// <summary>Computes the action for an observation.</summary>
/// <param name="action">Shape [action size]; receives the action.</param>
public delegate void ActionRule(ReadOnlySpan<float> observation, ref RandomStream random, Span<float> action);

/// <summary>A policy that follows a fixed rule, without weights.</summary>
public sealed class RulePolicy(Space actionSpace, ActionRule rule) : IPolicy
{
    /// <inheritdoc/>
    public Space ObservationSpace => MarketObserver.Space;

    /// <inheritdoc/>
    public Space ActionSpace => actionSpace;

    /// <inheritdoc/>
    public int StateSize => 0;

    /// <inheritdoc/>
    public Span<float> Weights => [];

    /// <inheritdoc/>
    public void Act(PolicyBatch batch, bool deterministic)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int row = 0; row < batch.Rows; row++)
        {
            rule(batch.Observation(row), ref batch.Random[row], batch.Action(row));
            batch.LogProbabilities[row] = 0;
            batch.Values[row] = 0;
        }
    }

    /// <inheritdoc/>
    public void ClipAction(Span<float> action)
    {
    }
}
