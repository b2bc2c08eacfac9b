using MarketSim.Agents.Parameters;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Options;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Training;

namespace MarketSim.Agents.PolicyTrading.Algorithms;

/// <summary>PPO and A2C for agents of a market.</summary>
internal static class ActorCriticAlgorithms
{
    internal static readonly LearnerOptions<PpoOptions> PpoParameters = new(
        new PpoOptions(),
        [
            .. First(PpoSettings.Table, new PpoOptions()),
            LearnerOption<PpoOptions>.Of(PpoSettings.Table, new PpoOptions(), "batchSize"),
            LearnerOption<PpoOptions>.Of(PpoSettings.Table, new PpoOptions(), "epochs"),
            LearnerOption<PpoOptions>.Of(PpoSettings.Table, new PpoOptions(), "clipRange"),
            .. Last(PpoSettings.Table, new PpoOptions()),
            LearnerOption<PpoOptions>.Of(PpoSettings.Table, new PpoOptions(), "valueClipRange", isNew: true),
        ]);

    internal static readonly LearnerOptions<A2cOptions> A2cParameters = new(
        new A2cOptions(), [.. First(A2cSettings.Table, new A2cOptions()), .. Last(A2cSettings.Table, new A2cOptions())]);

    public static AlgorithmDefinition Ppo { get; } = new(
        "ppo",
        "PPO",
        "Proximal policy optimisation: several passes over what was seen since the last update, each kept close to the policy that acted.",
        "Schulman et al. (2017), arXiv:1707.06347",
        DefaultSegment: 0,
        PpoParameters.Definitions,
        static task => new PpoLearner(task.ObservationSpace, task.ActionSpace, PpoParameters.Of(task.Parameters), task.LearnerSeed, NetworkParameters.StepsOf(task), task.Engine.Create())
        {
            PlannedSteps = task.ExpectedSteps,
        },
        static task => PpoParameters.Of(task.Parameters).CreatePolicy(task.ObservationSpace, task.ActionSpace, task.LearnerSeed),
        static policy => ((ActorCriticPolicy)policy).Layout)
    {
        Conflict = ConflictOf,
        NeedsTorch = NetworkParameters.NeedTorch,
        CreateModel = static (task, environments) => new Ppo(
            environments, PpoParameters.Of(task.Parameters) with { StepsPerRollout = NetworkParameters.StepsPerEnvironment(task, environments.Count) }, task.LearnerSeed, engine: task.Engine.Create()),
    };

    public static AlgorithmDefinition A2c { get; } = new(
        "a2c",
        "A2C",
        "Synchronous advantage actor-critic: one step with the gradient of what was seen since the last one.",
        "Mnih et al. (2016), arXiv:1602.01783",
        DefaultSegment: 30,
        A2cParameters.Definitions,
        static task => new A2cLearner(task.ObservationSpace, task.ActionSpace, A2cParameters.Of(task.Parameters), task.LearnerSeed, NetworkParameters.StepsOf(task), task.Engine.Create())
        {
            PlannedSteps = task.ExpectedSteps,
        },
        static task => A2cParameters.Of(task.Parameters).CreatePolicy(task.ObservationSpace, task.ActionSpace, task.LearnerSeed),
        static policy => ((ActorCriticPolicy)policy).Layout)
    {
        Conflict = ConflictOf,
        NeedsTorch = NetworkParameters.NeedTorch,
        CreateModel = static (task, environments) => new A2c(
            environments, A2cParameters.Of(task.Parameters) with { StepsPerRollout = NetworkParameters.StepsPerEnvironment(task, environments.Count) }, task.LearnerSeed, engine: task.Engine.Create()),
    };

    /// <summary>The parameters that scenarios name first, in the order in which they are written.</summary>
    private static LearnerOption<T>[] First<T>(OptionTable<T> table, T defaults)
        where T : ActorCriticOptions =>
    [
        NetworkParameters.LearningRate(table, defaults),
        LearnerOption<T>.Of(table, defaults, "gamma"),
        LearnerOption<T>.Of(table, defaults, "gaeLambda"),
        NetworkParameters.StepsPerUpdate<T>(),
    ];

    /// <summary>The parameters that scenarios name last, in the order in which they are written.</summary>
    private static LearnerOption<T>[] Last<T>(OptionTable<T> table, T defaults)
        where T : ActorCriticOptions =>
    [
        LearnerOption<T>.Of(table, defaults, "entropyCoefficient"),
        LearnerOption<T>.Of(table, defaults, "valueCoefficient"),
        LearnerOption<T>.Of(table, defaults, "maximumGradientNorm", "gradientNorm"),
        NetworkParameters.Hidden(table, defaults),
        LearnerOption<T>.Of(table, defaults, "lstmSize"),
        LearnerOption<T>.Choice(table, defaults, "vTrace", "correction", "none", "vtrace"),
        LearnerOption<T>.Choice(table, defaults, "normalizeObservations", "observations", "plain", "normalized"),
        NetworkParameters.CriticHidden(table, "valueHiddenSizes", "valueHiddenSize"),
        .. NetworkParameters.Exploration(table, defaults),
        LearnerOption<T>.Of(table, defaults, "normalizeRewards", isNew: true),
        NetworkParameters.Extractor<T>(static (options, extractor) => (T)(options with { Extractor = extractor })),
    ];

    private static string? ConflictOf(ParameterSet parameters, Space actions) =>
        NetworkParameters.ExtractorConflict(parameters) ?? NetworkParameters.ExplorationConflict(parameters, actions);
}
