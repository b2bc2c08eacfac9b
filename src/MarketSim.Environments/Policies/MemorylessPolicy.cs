using MarketSim.Learning.Policies;

namespace MarketSim.Environments.Policies;

/// <summary>The most probable actions of a policy without memory in given states.</summary>
public sealed class MemorylessPolicy
{
    private readonly IPolicy _policy;
    private readonly PolicyBatch _batch;

    /// <exception cref="ArgumentException">The policy has memory.</exception>
    public MemorylessPolicy(IPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.StateSize != 0)
        {
            throw new ArgumentException("The policy has memory; only one without can be evaluated state by state.", nameof(policy));
        }

        _policy = policy;
        _batch = new PolicyBatch(policy.ObservationSpace.Size, policy.ActionSpace.Size, 0);
        _batch.Resize(1);
    }

    /// <summary>The action for one observation.</summary>
    /// <param name="observation">Shape [observation size].</param>
    /// <param name="action">Shape [action size]; receives the action as an environment takes it.</param>
    public void Act(ReadOnlySpan<float> observation, Span<float> action)
    {
        observation.CopyTo(_batch.Observation(0));
        _policy.Act(_batch, deterministic: true);
        _batch.Action(0).CopyTo(action);
        _policy.ClipAction(action);
    }
}
