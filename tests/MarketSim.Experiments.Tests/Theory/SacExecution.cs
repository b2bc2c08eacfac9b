using MarketSim.Environments.Execution;
using MarketSim.Experiments.Theory;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Training;

namespace MarketSim.Experiments.Tests.Theory;

/// <summary>SAC on the task of <see cref="ExecutionExperiment"/>: network size, learning rate and undiscounted costs as for PPO.</summary>
internal static class SacExecution
{
    /// <summary>Trains SAC in one environment, each step of which costs a gradient step, and evaluates the most probable actions of the final weights.</summary>
    public static ExecutionComparison Run(ulong seed, long steps = 20_000)
    {
        var settings = new ExecutionSettings();
        var options = new SacOptions { LearningRate = Schedule.LinearToZero(1e-3), Gamma = 1, HiddenSizes = [32, 32] };
        var sac = new Sac(new VectorEnvironment(1, _ => new ExecutionEnvironment(settings)), options, seed);
        sac.Learn(steps);
        return ExecutionComparison.Of(settings, sac.Policy);
    }
}
