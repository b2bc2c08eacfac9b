using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Environments.Vectors;

/// <summary>
/// Several environments that step together. One whose episode ends begins the next within the same step: <see cref="Observations"/> then
/// holds the first observation of the new episode, <see cref="FinalObservations"/> the last of the old one.
/// </summary>
/// <remarks>All spans show the last step, and are valid until the next step, reset or restore.</remarks>
public interface IVectorEnvironment
{
    /// <summary>Number of environments, N below.</summary>
    int Count { get; }

    /// <summary>The space of observations.</summary>
    Space ObservationSpace { get; }

    /// <summary>The space of actions.</summary>
    Space ActionSpace { get; }

    /// <summary>Shape [N, observation size]; what the next actions answer to.</summary>
    ReadOnlySpan<float> Observations { get; }

    /// <summary>Shape [N].</summary>
    ReadOnlySpan<double> Rewards { get; }

    /// <summary>Shape [N]; the episode ended by itself: its final observation is worth nothing.</summary>
    ReadOnlySpan<bool> Terminated { get; }

    /// <summary>Shape [N]; the episode was cut off: its final observation still has a value. Never together with terminated.</summary>
    ReadOnlySpan<bool> Truncated { get; }

    /// <summary>Shape [N, observation size]; what followed each action, whether or not the episode ended there.</summary>
    ReadOnlySpan<float> FinalObservations { get; }

    /// <summary>Figures of the last step of one environment, by name; null for none.</summary>
    IReadOnlyDictionary<string, double>? Info(int environment);

    /// <summary>Begins the first episode of every environment.</summary>
    /// <param name="seed">All randomness comes from it: see <see cref="EpisodeSeeds"/>.</param>
    void Reset(ulong seed);

    /// <summary>
    /// Begins the first episodes of an evaluation: environment i plays episodes i, i + N, … of one sequence, so that episode k has the same seed for every
    /// number of environments. Until the next reset.
    /// </summary>
    /// <param name="seed">Of the sequence.</param>
    void ResetForEvaluation(ulong seed);

    /// <param name="actions">Shape [N, action size].</param>
    /// <exception cref="ArgumentException">The length is wrong, or an action is not of the action space.</exception>
    /// <exception cref="InvalidOperationException">Before the first reset.</exception>
    void Step(ReadOnlySpan<float> actions);

    /// <summary>Saves the state, observations included, in the midst of episodes too.</summary>
    void Save(MessagePackWriter writer);

    /// <summary>Restores what <see cref="Save"/> wrote of environments that were made alike.</summary>
    void Restore(ref MessagePackReader reader);
}
