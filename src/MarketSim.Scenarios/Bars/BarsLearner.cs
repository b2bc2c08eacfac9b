using MarketSim.Agents.Parameters;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.PolicyTrading.Engines;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Scenarios.Bars;

/// <summary>A learner on the bars, trained once for every fold and seed.</summary>
/// <param name="Parameters">Of the algorithm.</param>
/// <param name="Steps">Environment steps of each training, of all its environments together; at least 1.</param>
/// <param name="Seeds">Trainings of each fold, which differ by their seed only; at least 1.</param>
/// <param name="Environments">Environments that a training plays in at the same time; at least 1.</param>
public sealed record BarsLearner(string Name, AlgorithmDefinition Algorithm, ParameterSet Parameters, long Steps, int Seeds, int Environments)
{
    /// <summary>The engine that computes its gradients.</summary>
    public EngineChoice Engine { get; init; } = EngineChoice.Managed;

    /// <summary>The task that learner and policy of one training are made for.</summary>
    /// <param name="seed">Of the scenario. Every fold and seed has separate random streams, whatever other learners there are.</param>
    /// <param name="fold">From 0.</param>
    /// <param name="trainingSeed">From 0.</param>
    /// <param name="episodeBars">Steps per update, for an algorithm that fixes none.</param>
    internal LearningTask TaskOf(ulong seed, int fold, int trainingSeed, Space observations, Space actions, int episodeBars) => new(
        observations,
        actions,
        new RandomStream(seed, RandomPurpose.Initialization, fold, trainingSeed + 2).NextUInt64(),
        Index: 0,
        Parameters,
        Environments * (Algorithm.DefaultSegment > 0 ? Algorithm.DefaultSegment : episodeBars),
        Steps)
    {
        Engine = Engine,
    };
}
