using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Environments.Wrappers;

/// <summary>An environment around another, which it passes everything on to that it does not change.</summary>
public abstract class EnvironmentWrapper : IEnvironment
{
    /// <summary>Wraps an environment.</summary>
    protected EnvironmentWrapper(IEnvironment inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
    }

    /// <summary>The wrapped environment.</summary>
    protected IEnvironment Inner { get; }

    /// <inheritdoc/>
    public virtual Space ObservationSpace => Inner.ObservationSpace;

    /// <inheritdoc/>
    public virtual Space ActionSpace => Inner.ActionSpace;

    /// <inheritdoc/>
    public virtual void Reset(ulong seed, Span<float> observation) => Inner.Reset(seed, observation);

    /// <inheritdoc/>
    public virtual StepResult Step(ReadOnlySpan<float> action, Span<float> observation) => Inner.Step(action, observation);

    /// <inheritdoc/>
    public virtual void Save(MessagePackWriter writer) => Inner.Save(writer);

    /// <inheritdoc/>
    public virtual void Restore(ref MessagePackReader reader) => Inner.Restore(ref reader);
}
