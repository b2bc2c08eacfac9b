using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;

namespace MarketSim.Learning.Algorithms;

/// <summary>
/// The learning half of an algorithm: takes trajectories, changes weights. It knows neither environments nor actors, so that the same learner
/// trains in a loop over environments and as an actor beside a market. The same calls give the same weights, bit for bit.
/// </summary>
public interface ILearner
{
    /// <summary>The algorithm's name for users: PPO, A2C or SAC.</summary>
    string Algorithm { get; }

    /// <summary>The policy with the present weights; valid until the next update.</summary>
    IPolicy Policy { get; }

    /// <summary>Number of the present weights: 0 at first, one more with each update that changed them.</summary>
    long Version { get; }

    /// <summary>Steps that an update wants; fewer are kept until there are so many.</summary>
    int StepsPerUpdate { get; }

    /// <summary>Steps of the whole training, which schedules spread over; null while it is not known: schedules stay at their beginning.</summary>
    long? PlannedSteps { get; set; }

    /// <summary>Takes trajectories in, in the order given, and updates as often as they allow.</summary>
    /// <returns>Figures of the updates by name, e.g. <c>train/policy_loss</c>; empty when nothing was updated. The same object each time: read it
    /// before the next call.</returns>
    /// <exception cref="ArgumentException">An observation, action or reward is not finite, or a shape is wrong.</exception>
    /// <exception cref="LearningDivergedException">It has diverged; the state before the update that did is kept, and can be saved.</exception>
    IReadOnlyDictionary<string, double> Learn(IReadOnlyList<Trajectory> trajectories);

    /// <summary>Names of the parts of its state; they depend on the settings only.</summary>
    IReadOnlyList<string> PartNames { get; }

    /// <summary>The whole state in the parts that <see cref="PartNames"/> names: weights, optimiser, schedules, replay buffer, normaliser, random state, steps
    /// waiting. Parts of a replay buffer that have not changed have the same bytes.</summary>
    IReadOnlyList<LearnerPart> Save();

    /// <summary>Restores what <see cref="Save"/> wrote of a learner with the same settings.</summary>
    /// <param name="parts">In any order.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged, or of other settings.</exception>
    void Restore(IReadOnlyList<LearnerPart> parts);
}

/// <summary>A part of a learner's state.</summary>
/// <param name="Name">One of the learner's part names.</param>
/// <param name="Content">Not to be changed.</param>
public sealed record LearnerPart(string Name, ReadOnlyMemory<byte> Content);

/// <summary>Losses, gradients, weights or moments are no longer finite, or a weight is beyond what the settings allow (<c>MaximumWeight</c>).</summary>
public sealed class LearningDivergedException(string message) : Exception(message);
