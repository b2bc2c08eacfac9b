using MarketSim.Learning.Gradients;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Curriculum;

/// <summary>The settings of a training in a curriculum: its agent, its evaluations and transitions, and what it works with.</summary>
public sealed record CurriculumSetup
{
    /// <summary>PPO, A2C or SAC.</summary>
    public string AgentType { get; init; } = "PPO";

    /// <summary>Settings of the algorithm by name, e.g. <c>learningRate</c>; a resumed training has those that were saved.</summary>
    public IEnumerable<KeyValuePair<string, object>>? AgentParameters { get; init; }

    /// <summary>Stages, evaluations and schedule.</summary>
    public CurriculumOptions Options { get; init; } = new();

    /// <summary>Environments that step together, at least 1; the curriculum is one for all.</summary>
    public int EnvironmentCount { get; init; } = 1;

    /// <summary>Policy that scores 1; null for that of environments that are an <see cref="Environments.IReferencePolicy"/>.</summary>
    public ReferenceAction? Reference { get; init; }

    /// <summary>Of all randomness.</summary>
    public ulong Seed { get; init; }

    /// <summary>Tells the pace to callbacks; null for none.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>Gradient engine; null for the managed one.</summary>
    public IGradientEngine? Engine { get; init; }
}
