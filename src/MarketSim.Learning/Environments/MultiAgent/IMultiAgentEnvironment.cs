using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Environments.MultiAgent;

/// <summary>
/// A world in which named agents act at the same time. An agent may leave before the others do; the episode is over when none is left.
/// Its state is a function of the seed of its last reset and the actions since.
/// </summary>
public interface IMultiAgentEnvironment
{
    /// <summary>Names of all agents that can take part, distinct, in the order in which everything else counts them.</summary>
    IReadOnlyList<string> Agents { get; }

    /// <summary>The space of observations.</summary>
    Space ObservationSpace(int agent);

    /// <summary>The space of actions.</summary>
    Space ActionSpace(int agent);

    /// <summary>Begins an episode.</summary>
    /// <param name="seed">All of the episode's randomness comes from it.</param>
    /// <param name="exchange">Receives who is present, and their first observations.</param>
    void Reset(ulong seed, AgentExchange exchange);

    /// <summary>Lets all agents that are present act once.</summary>
    /// <param name="exchange">
    /// In: the actions of those present. Out: observations, rewards and ends of those who were present; who has terminated or was truncated is
    /// no longer present, and the observation is the last.
    /// </param>
    /// <exception cref="ArgumentException">An action is not of its agent's space.</exception>
    /// <exception cref="InvalidOperationException">No episode is under way.</exception>
    void Step(AgentExchange exchange);

    /// <summary>Saves the state, in the midst of an episode too.</summary>
    void Save(MessagePackWriter writer);

    /// <summary>Restores what <see cref="Save"/> wrote of an environment that was made alike.</summary>
    void Restore(ref MessagePackReader reader);
}
