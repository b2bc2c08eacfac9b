using MarketSim.Agents.Parameters;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Training;
using MarketSim.Numerics.Functions;

namespace MarketSim.Agents.PolicyTrading.Algorithms;

/// <summary>SAC as agents of a market.</summary>
internal static class SacAlgorithm
{
    public static AlgorithmDefinition Definition { get; } = new(
        "sac",
        "SAC",
        "Soft actor-critic: learns from all that it has kept, and is rewarded for staying undecided as long as that costs little.",
        "Haarnoja et al. (2018), arXiv:1812.05905",
        DefaultSegment: 30,
        [
            NetworkParameters.LearningRate(3e-4),
            NetworkParameters.Schedule,
            NetworkParameters.Gamma,
            new("replayCapacity", ParameterUnit.Count, 100_000, 1, 100_000_000, "Steps that are kept."),
            new("learningStarts", ParameterUnit.Count, 390, 0, 100_000_000, "Steps before anything is learned."),
            new("batchSize", ParameterUnit.Count, 128, 1, 1_000_000, "Steps of a gradient step."),
            new("tau", ParameterUnit.Fraction, 0.005, 1e-9, 1, "Share of the way that target networks go with each gradient step."),
            new("gradientSteps", ParameterUnit.Number, 1, 0, 1_000, "Gradient steps for every step of an agent."),
            new("targetEntropy", ParameterUnit.Fraction, 0, 0, 1, "Entropy aimed at, as a share of the largest one of discrete actions; 0 for the algorithm's own aim."),
            .. NetworkParameters.Hidden(64),
            NetworkParameters.Normalization,
        ],
        static task => new SacLearner(task.ObservationSpace, task.ActionSpace, OptionsOf(task), task.LearnerSeed, task.Engine.Create()) { PlannedSteps = task.ExpectedSteps },
        static task => new SacPolicy(task.ObservationSpace, task.ActionSpace, OptionsOf(task), task.LearnerSeed),
        static policy => ((SacPolicy)policy).Layout)
    {
        CreateModel = static (task, environments) => new Sac(environments, OptionsOf(task), task.LearnerSeed, engine: task.Engine.Create()),
        Conflict = static (parameters, actions) => parameters["targetEntropy"] > 0 && actions is not DiscreteSpace
            ? "targetEntropy is a share of the largest entropy of discrete actions; the actions here are continuous. Leave it out, or choose discrete actions."
            : null,
    };

    private static SacOptions OptionsOf(LearningTask task)
    {
        ParameterSet parameters = task.Parameters;
        double share = parameters["targetEntropy"];
        return new SacOptions
        {
            LearningRate = NetworkParameters.RateOf(parameters),
            Gamma = parameters["gamma"],
            ReplayCapacity = parameters.Count("replayCapacity"),
            LearningStarts = parameters.Count("learningStarts"),
            BatchSize = parameters.Count("batchSize"),
            Tau = parameters["tau"],
            GradientStepsPerStep = parameters["gradientSteps"],
            TargetEntropy = share > 0 && task.ActionSpace is DiscreteSpace choices
                ? share * Elementary.Log(choices.Count)
                : null,
            HiddenSizes = NetworkParameters.HiddenSizes(parameters),
            NormalizeObservations = NetworkParameters.IsSecond(parameters, "observations"),
        };
    }
}
