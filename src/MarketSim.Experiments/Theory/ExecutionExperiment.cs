using MarketSim.Environments.Execution;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Training;

namespace MarketSim.Experiments.Theory;

/// <summary>Trains PPO on optimal execution, with price noise in the rewards, and evaluates without it.</summary>
public sealed record ExecutionExperiment
{
    /// <summary>The settings of the task.</summary>
    public ExecutionSettings Settings { get; init; } = new();

    /// <summary>Environments that step together.</summary>
    public int Environments { get; init; } = 16;

    /// <summary>Environment steps in all.</summary>
    public long Steps { get; init; } = 200_000;

    /// <summary>Options of PPO. Costs are not discounted: the episode is the whole problem.</summary>
    public PpoOptions Options { get; init; } = new()
    {
        LearningRate = Schedule.LinearToZero(1e-3),
        StepsPerRollout = 100,
        BatchSize = 200,
        Epochs = 10,
        Gamma = 1,
        GaeLambda = 0.95,
        InitialLogDeviation = -0.7,
        HiddenSizes = [32, 32],
    };

    /// <summary>Trains PPO with a seed, and evaluates the final weights.</summary>
    public ExecutionComparison Run(ulong seed)
    {
        var ppo = new Ppo(new VectorEnvironment(Environments, _ => new ExecutionEnvironment(Settings)), Options, seed);
        ppo.Learn(Steps);
        return ExecutionComparison.Of(Settings, ppo.Policy);
    }
}
