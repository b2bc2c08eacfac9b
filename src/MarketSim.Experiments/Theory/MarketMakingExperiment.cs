using MarketSim.Environments.MarketMaking;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Training;

namespace MarketSim.Experiments.Theory;

/// <summary>Trains PPO on market making, with gains and losses of the mid in its rewards, and evaluates its certainty equivalent.</summary>
public sealed record MarketMakingExperiment
{
    /// <summary>The settings of the task.</summary>
    public MarketMakingSettings Settings { get; init; } = new();

    /// <summary>Environments that step together.</summary>
    public int Environments { get; init; } = 16;

    /// <summary>Environment steps in all.</summary>
    public long Steps { get; init; } = 3_000_000;

    /// <summary>Episodes of the evaluation, on common seeds.</summary>
    public int EvaluatedEpisodes { get; init; } = 10_000;

    /// <summary>Seed of the evaluation's episodes.</summary>
    public ulong EvaluationSeed { get; init; } = 1_234_567;

    /// <summary>
    /// Options of PPO. The mid moves more in a step than a spread earns, so that batches are large, later rewards are discounted, and advantages rely on the
    /// values of the next states: inventory is reduced within some tens of steps.
    /// </summary>
    public PpoOptions Options { get; init; } = new()
    {
        LearningRate = Schedule.LinearToZero(2e-3),
        StepsPerRollout = 960,
        BatchSize = 3840,
        Epochs = 10,
        Gamma = 0.97,
        GaeLambda = 0.5,
        InitialLogDeviation = -0.7,
        HiddenSizes = [32, 32],
    };

    /// <summary>Trains with a seed, and evaluates the final weights.</summary>
    public MarketMakingComparison Run(ulong seed)
    {
        var ppo = new Ppo(new VectorEnvironment(Environments, _ => new MarketMakingEnvironment(Settings)), Options, seed);
        ppo.Learn(Steps);
        return MarketMakingComparison.Of(Settings, ppo.Policy, EvaluatedEpisodes, EvaluationSeed);
    }
}
