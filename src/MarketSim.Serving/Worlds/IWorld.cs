using MarketSim.Learning.Spaces;

namespace MarketSim.Serving.Worlds;

/// <summary>An environment of one or more agents, as clients step it. Its rows are its agents, in their order.</summary>
internal interface IWorld
{
    IReadOnlyList<string> Agents { get; }

    /// <summary>Account numbers by agent, as in the tables of the run; empty where there are none.</summary>
    IReadOnlyList<int> Accounts { get; }

    /// <summary>The recorded trades and books for the tables of the run; null when no tables are written.</summary>
    MarketLog? Log { get; }

    /// <summary>The observation space of every agent.</summary>
    Space ObservationSpace { get; }

    /// <summary>The action space of every agent.</summary>
    Space ActionSpace { get; }

    /// <summary>Names of the elements of an observation; empty where they have none.</summary>
    IReadOnlyList<string> ObservationNames { get; }

    /// <summary>Names of the unscaled figures beside an observation.</summary>
    IReadOnlyList<string> Figures { get; }

    /// <summary>The fingerprint of the episode so far, 32 bytes in hexadecimal.</summary>
    string Fingerprint { get; }

    /// <summary>Begins an episode.</summary>
    void Reset(ulong seed, in WorldRows rows);

    /// <summary>Lets all agents that are present act once.</summary>
    /// <param name="actions">Shape [agents, action size]; those of agents that are not present are not looked at.</param>
    void Step(ReadOnlySpan<float> actions, in WorldRows rows);
}

/// <summary>The outcome of a reset or a step, one row per agent; written by the world.</summary>
/// <param name="observations">Shape [agents, observation size].</param>
/// <param name="rewards">Shape [agents].</param>
/// <param name="flags">Shape [agents].</param>
/// <param name="figures">Shape [agents, figures].</param>
internal readonly ref struct WorldRows(Span<float> observations, Span<double> rewards, Span<RowFlags> flags, Span<double> figures)
{
    public Span<float> Observations { get; } = observations;

    public Span<double> Rewards { get; } = rewards;

    public Span<RowFlags> Flags { get; } = flags;

    public Span<double> Figures { get; } = figures;
}

/// <summary>The state of a row after a step. The numbers are part of the protocol.</summary>
[Flags]
internal enum RowFlags : byte
{
    None = 0,

    /// <summary>The episode has ended by itself for this agent.</summary>
    Terminated = 1,

    /// <summary>The episode was cut off for this agent.</summary>
    Truncated = 2,

    /// <summary>The agent acts in the next step.</summary>
    Present = 4,
}
