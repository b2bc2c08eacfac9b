using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Environments;

/// <summary>A world in which one agent acts in steps. Its state is a function of the seed of its last reset and the actions since.</summary>
public interface IEnvironment
{
    /// <summary>The space of observations.</summary>
    Space ObservationSpace { get; }

    /// <summary>The space of actions.</summary>
    Space ActionSpace { get; }

    /// <summary>Begins an episode.</summary>
    /// <param name="seed">All of the episode's randomness comes from it.</param>
    /// <param name="observation">Shape [ObservationSpace.Size]; receives the first observation.</param>
    void Reset(ulong seed, Span<float> observation);

    /// <summary>Acts once. After a step that ended the episode comes a reset.</summary>
    /// <param name="action">Shape [ActionSpace.Size].</param>
    /// <param name="observation">Shape [ObservationSpace.Size]; receives what follows, at the end of an episode its last observation.</param>
    /// <exception cref="ArgumentException">The action is not of the action space.</exception>
    /// <exception cref="InvalidOperationException">No episode is under way.</exception>
    StepResult Step(ReadOnlySpan<float> action, Span<float> observation);

    /// <summary>Saves the state, in the midst of an episode too.</summary>
    void Save(MessagePackWriter writer);

    /// <summary>Restores what <see cref="Save"/> wrote of an environment that was made alike.</summary>
    void Restore(ref MessagePackReader reader);
}
