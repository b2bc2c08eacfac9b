using MarketSim.Agents.Parameters;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Training;

namespace MarketSim.Agents.PolicyTrading.Algorithms;

/// <summary>PPO and A2C as agents of a market.</summary>
internal static class ActorCriticAlgorithms
{
    public static AlgorithmDefinition Ppo { get; } = new(
        "ppo",
        "PPO",
        "Proximal policy optimisation: several passes over what was seen since the last update, each kept close to the policy that acted.",
        "Schulman et al. (2017), arXiv:1707.06347",
        DefaultSegment: 0,
        [
            NetworkParameters.LearningRate(3e-4),
            NetworkParameters.Schedule,
            NetworkParameters.Gamma,
            NetworkParameters.GaeLambda(0.95),
            NetworkParameters.StepsPerUpdate,
            new("batchSize", ParameterUnit.Count, 64, 1, 1_000_000, "Steps of a minibatch."),
            new("epochs", ParameterUnit.Count, 10, 1, 1_000, "How often the steps of an update are gone through."),
            new("clipRange", ParameterUnit.Fraction, 0.2, 1e-6, 1, "The ratio of probabilities is clipped to 1 plus or minus this."),
            NetworkParameters.EntropyCoefficient(0),
            NetworkParameters.ValueCoefficient,
            NetworkParameters.GradientNorm,
            .. NetworkParameters.Hidden(64),
            NetworkParameters.LstmSize,
            NetworkParameters.Correction,
            NetworkParameters.Normalization,
        ],
        static task => new PpoLearner(task.ObservationSpace, task.ActionSpace, PpoOptionsOf(task.Parameters), task.LearnerSeed, NetworkParameters.StepsOf(task), task.Engine.Create())
        {
            PlannedSteps = task.ExpectedSteps,
        },
        static task => new ActorCriticPolicy(task.ObservationSpace, task.ActionSpace, PpoOptionsOf(task.Parameters), task.LearnerSeed),
        static policy => ((ActorCriticPolicy)policy).Layout)
    {
        CreateModel = static (task, environments) => new Ppo(
            environments, PpoOptionsOf(task.Parameters) with { StepsPerRollout = NetworkParameters.StepsPerEnvironment(task, environments.Count) }, task.LearnerSeed, engine: task.Engine.Create()),
    };

    public static AlgorithmDefinition A2c { get; } = new(
        "a2c",
        "A2C",
        "Synchronous advantage actor-critic: one step with the gradient of what was seen since the last one.",
        "Mnih et al. (2016), arXiv:1602.01783",
        DefaultSegment: 30,
        [
            NetworkParameters.LearningRate(7e-4),
            NetworkParameters.Schedule,
            NetworkParameters.Gamma,
            NetworkParameters.GaeLambda(1),
            NetworkParameters.StepsPerUpdate,
            NetworkParameters.EntropyCoefficient(0),
            NetworkParameters.ValueCoefficient,
            NetworkParameters.GradientNorm,
            .. NetworkParameters.Hidden(64),
            NetworkParameters.LstmSize,
            NetworkParameters.Correction,
            NetworkParameters.Normalization,
        ],
        static task => new A2cLearner(task.ObservationSpace, task.ActionSpace, A2cOptionsOf(task.Parameters), task.LearnerSeed, NetworkParameters.StepsOf(task), task.Engine.Create())
        {
            PlannedSteps = task.ExpectedSteps,
        },
        static task => new ActorCriticPolicy(task.ObservationSpace, task.ActionSpace, A2cOptionsOf(task.Parameters), task.LearnerSeed),
        static policy => ((ActorCriticPolicy)policy).Layout)
    {
        CreateModel = static (task, environments) => new A2c(
            environments, A2cOptionsOf(task.Parameters) with { StepsPerRollout = NetworkParameters.StepsPerEnvironment(task, environments.Count) }, task.LearnerSeed, engine: task.Engine.Create()),
    };

    private static PpoOptions PpoOptionsOf(ParameterSet parameters) => new()
    {
        LearningRate = NetworkParameters.RateOf(parameters),
        Gamma = parameters["gamma"],
        GaeLambda = parameters["gaeLambda"],
        BatchSize = parameters.Count("batchSize"),
        Epochs = parameters.Count("epochs"),
        ClipRange = parameters["clipRange"],
        EntropyCoefficient = parameters["entropyCoefficient"],
        ValueCoefficient = parameters["valueCoefficient"],
        MaximumGradientNorm = parameters["gradientNorm"],
        HiddenSizes = NetworkParameters.HiddenSizes(parameters),
        LstmSize = LstmSizeOf(parameters),
        VTrace = NetworkParameters.IsSecond(parameters, "correction"),
        NormalizeObservations = NetworkParameters.IsSecond(parameters, "observations"),
    };

    private static A2cOptions A2cOptionsOf(ParameterSet parameters) => new()
    {
        LearningRate = NetworkParameters.RateOf(parameters),
        Gamma = parameters["gamma"],
        GaeLambda = parameters["gaeLambda"],
        EntropyCoefficient = parameters["entropyCoefficient"],
        ValueCoefficient = parameters["valueCoefficient"],
        MaximumGradientNorm = parameters["gradientNorm"],
        HiddenSizes = NetworkParameters.HiddenSizes(parameters),
        LstmSize = LstmSizeOf(parameters),
        VTrace = NetworkParameters.IsSecond(parameters, "correction"),
        NormalizeObservations = NetworkParameters.IsSecond(parameters, "observations"),
    };

    private static int? LstmSizeOf(ParameterSet parameters) => parameters.Count("lstmSize") is > 0 and int size ? size : null;
}
