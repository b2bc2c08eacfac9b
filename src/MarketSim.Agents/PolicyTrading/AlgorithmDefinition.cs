using MarketSim.Agents.Parameters;
using MarketSim.Agents.PolicyTrading.Engines;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Training;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>A learning algorithm as users name it: description, source, parameters, and the creation of learner and policy.</summary>
/// <param name="Name">As a scenario's <c>type</c>, in lower case: <c>ppo</c>.</param>
/// <param name="Title">As the literature writes it: <c>PPO</c>.</param>
/// <param name="Summary">Its method, in one sentence.</param>
/// <param name="Source">The paper that it follows.</param>
/// <param name="DefaultSegment">Default number of decisions after which an agent emits its trajectory segment; 0 for the end of the episode only.</param>
/// <param name="Parameters">Parameters of the algorithm; those of trading are <see cref="TradingRules.Parameters"/>.</param>
/// <param name="LayoutOf">Names and places of the weights of a policy that it has created.</param>
public sealed record AlgorithmDefinition(
    string Name,
    string Title,
    string Summary,
    string Source,
    int DefaultSegment,
    IReadOnlyList<ParameterDefinition> Parameters,
    Func<LearningTask, ILearner> CreateLearner,
    Func<LearningTask, IPolicy> CreatePolicy,
    Func<IPolicy, ParameterLayout> LayoutOf)
{
    /// <summary>The algorithm in a loop over environments; null for one that learns in markets only.</summary>
    public Func<LearningTask, IVectorEnvironment, LearningAlgorithm>? CreateModel { get; init; }

    /// <summary>The settings of a hierarchy's controller and options, by its parameters; null for a flat algorithm.</summary>
    public Func<ParameterSet, HierarchicalSettings>? Hierarchy { get; init; }

    /// <summary>A hierarchy's controller as a separate policy, with the same parameters; null for a flat algorithm.</summary>
    public AlgorithmDefinition? Controller { get; init; }

    /// <summary>True for an algorithm that learns from groups that demonstrate to its policy, rather than from its own agents' steps.</summary>
    public bool LearnsFromDemonstrations { get; init; }

    /// <summary>The conflict between values that are valid one by one, given the actions to learn, as a sentence; null for none.</summary>
    public Func<ParameterSet, Space, string?> Conflict { get; init; } = static (_, _) => null;

    /// <summary>True for parameters whose networks only the torch engine computes: then it trains them, and their policies act on it too.</summary>
    public Func<ParameterSet, bool> NeedsTorch { get; init; } = static _ => false;

    /// <summary>All parameters that a scenario can set: those of the algorithm, then those of trading.</summary>
    public IReadOnlyList<ParameterDefinition> AllParameters { get; } = [.. Parameters, .. TradingRules.Parameters(DefaultSegment)];
}

/// <summary>The task that learner and policy are created for. The same task always gives the same initial weights.</summary>
/// <param name="Seed">Seed of the run: of initial weights and of everything that the learner draws.</param>
/// <param name="Index">The policy's index in the run, from 0; separates the random numbers of several learners.</param>
/// <param name="Parameters">Values of <see cref="AlgorithmDefinition.Parameters"/>, and of trading.</param>
/// <param name="StepsPerRound">Steps that arrive together: one segment of every agent that shares the policy, in all replicas of the market; at least 1.</param>
/// <param name="ExpectedSteps">Total number of steps that the learner will receive, for schedules that end with the training; at least 1.</param>
public sealed record LearningTask(
    Space ObservationSpace, Space ActionSpace, ulong Seed, int Index, ParameterSet Parameters, int StepsPerRound, long ExpectedSteps)
{
    /// <summary>The engine that computes the learner's gradients.</summary>
    public EngineChoice Engine { get; init; } = EngineChoice.Managed;

    /// <summary>The policy's own seed, drawn from the run's.</summary>
    public ulong LearnerSeed { get; } = new RandomStream(Seed, RandomPurpose.Initialization, Index, 1).NextUInt64();
}
