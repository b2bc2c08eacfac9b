using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Policies;

/// <summary>
/// Maps observations to actions with the weights that it holds. This is all that acting needs: partitions of a market, evaluations,
/// exports. It does not learn; a learner writes new weights into it.
/// </summary>
public interface IPolicy
{
    /// <summary>The space of observations.</summary>
    Space ObservationSpace { get; }

    /// <summary>The space of actions.</summary>
    Space ActionSpace { get; }

    /// <summary>Floats of recurrent state per row; 0 for a policy without memory.</summary>
    int StateSize { get; }

    /// <summary>
    /// Everything that inference depends on, in one span: weights of actor and value head, and the statistics that observations are normalised
    /// with. Copy another policy's weights of the same architecture over it to act as that one does.
    /// </summary>
    Span<float> Weights { get; }

    /// <summary>Fills actions, log-probabilities, values and next states of all rows. Does not allocate in the steady state.</summary>
    /// <param name="deterministic">True for the mode of the distribution, which draws nothing at random.</param>
    void Act(PolicyBatch batch, bool deterministic);

    /// <summary>An action as the environment takes it: clipped to the bounds of a box.</summary>
    /// <param name="action">Shape [action size]; changed in place.</param>
    void ClipAction(Span<float> action);
}
