using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Policies;

/// <summary>Gives the action for an observation.</summary>
/// <param name="observation">Shape [observation size].</param>
/// <param name="action">Shape [action size]; receives the action.</param>
public delegate void ActionFunction(ReadOnlySpan<float> observation, Span<float> action);

/// <summary>A policy that is a function of the caller's own: an expert by rules, a controller, a solution in closed form. Nothing in it can be learned.</summary>
public sealed class FunctionPolicy(Space observationSpace, Space actionSpace, ActionFunction function) : IPolicy
{
    /// <inheritdoc/>
    public Space ObservationSpace => observationSpace;

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
            function(batch.Observation(row), batch.Action(row));
        }

        batch.LogProbabilities.Clear();
        batch.Values.Clear();
    }

    /// <inheritdoc/>
    public void ClipAction(Span<float> action)
    {
        if (actionSpace is BoxSpace box)
        {
            ActionBounds.Clip(box, action);
        }
    }
}
