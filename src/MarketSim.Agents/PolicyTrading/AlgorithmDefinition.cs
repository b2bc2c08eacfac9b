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

/// <summary>A learning algorithm as users name it: what it does, where it comes from, what can be set, and how learner and policy are made.</summary>
/// <param name="Name">As a scenario's <c>type</c>, in lower case: <c>ppo</c>.</param>
/// <param name="Title">As the literature writes it: <c>PPO</c>.</param>
/// <param name="Source">The paper that it follows.</param>
/// <param name="DefaultSegment">Decisions after which an agent hands over what it has seen, unless the scenario says otherwise; 0 for the end of the episode only.</param>
/// <param name="Parameters">Of the algorithm; those of trading are <see cref="TradingRules.Parameters"/>.</param>
/// <param name="LayoutOf">Names and places of the weights of a policy that it has made.</param>
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

    /// <summary>Of a hierarchy: what its values say of controller and options; null for a flat algorithm.</summary>
    public Func<ParameterSet, HierarchicalSettings>? Hierarchy { get; init; }

    /// <summary>Of a hierarchy: the controller as a separate policy, with the same parameters; null for a flat algorithm.</summary>
    public AlgorithmDefinition? Controller { get; init; }

    /// <summary>Whether it learns from groups that demonstrate to its policy, rather than from its own agents' steps.</summary>
    public bool LearnsFromDemonstrations { get; init; }

    /// <summary>What is wrong with values that are right one by one, given the actions to learn, as a sentence; null for nothing.</summary>
    public Func<ParameterSet, Space, string?> Conflict { get; init; } = static (_, _) => null;

    /// <summary>Whether only the torch engine computes the networks of these parameters: then it trains them, and they act on it too.</summary>
    public Func<ParameterSet, bool> NeedsTorch { get; init; } = static _ => false;

    /// <summary>Everything that a scenario can set for it: of the algorithm, then of trading.</summary>
    public IReadOnlyList<ParameterDefinition> AllParameters { get; } = [.. Parameters, .. TradingRules.Parameters(DefaultSegment)];
}

/// <summary>The task that learner and policy are made for. The same task always gives the same initial weights.</summary>
/// <param name="Seed">Of the run: initial weights and everything that the learner draws come from it.</param>
/// <param name="Index">The policy's place in the run, from 0; keeps the random numbers of several learners apart.</param>
/// <param name="Parameters">Values of <see cref="AlgorithmDefinition.Parameters"/>, and of trading.</param>
/// <param name="StepsPerRound">Steps that come in together: one segment of every agent that shares the policy, of all copies of the market; at least 1.</param>
/// <param name="ExpectedSteps">Steps that the learner will be given in all, for schedules that end with the training; at least 1.</param>
public sealed record LearningTask(
    Space ObservationSpace, Space ActionSpace, ulong Seed, int Index, ParameterSet Parameters, int StepsPerRound, long ExpectedSteps)
{
    /// <summary>The engine that computes the learner's gradients.</summary>
    public EngineChoice Engine { get; init; } = EngineChoice.Managed;

    /// <summary>A seed of the policy's own.</summary>
    public ulong LearnerSeed { get; } = new RandomStream(Seed, RandomPurpose.Initialization, Index, 1).NextUInt64();
}
