using MarketSim.Agents.Parameters;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Hierarchical.Rewards;
using MarketSim.Learning.Policies;

namespace MarketSim.Agents.PolicyTrading.Algorithms;

/// <summary>The options framework for agents of a market: options act within the agents, their controller is a separate participant.</summary>
internal static class HierarchicalAlgorithm
{
    private const int DefaultSegment = 0;

    // Option i has reward i, modulo their number.
    private static readonly string[] OptionRewards = ["trend", "reversion", "inventory", "execution"];

    private static readonly string[] AlgorithmNames = ["ppo", "a2c", "sac"];

    private static readonly ParameterDefinition[] OwnParameters =
    [
        new("options", ParameterUnit.Count, 3, 1, 64, "Options that the controller picks from."),
        ParameterDefinition.Choice("optionAlgorithm", "Algorithm of the options.", AlgorithmNames),
        ParameterDefinition.Choice("controllerAlgorithm", "Algorithm of the controller; sac is the one for discrete choices.", AlgorithmNames),
        ParameterDefinition.Choice("termination", "What ends an option: a fixed number of decisions, or a duration of 1, 2, 4, … 128 decisions that the controller picks.", "fixed", "duration"),
        new("optionLength", ParameterUnit.Count, 10, 1, 1_000_000, "Decisions of an option where the number is fixed; of a bar of what the controller sees, always."),
        ParameterDefinition.Choice("lead", "Whether each agent of the group gets separate choices, or all the same.", "each", "group"),
        new("intrinsicWeight", ParameterUnit.Number, 0, 0, 1e6, "Weight of what sets options apart from one another, which they earn beside the task's reward, in turn: trend, reversion, inventory, execution; 0 for the task's alone."),
        SharedParameters.Of("learningRate"),
        SharedParameters.Of("schedule"),
        SharedParameters.Of("gamma"),
        SharedParameters.Of("gaeLambda"),
        SharedParameters.Of("stepsPerUpdate"),
        SharedParameters.Of("batchSize"),
        SharedParameters.Of("epochs"),
        SharedParameters.Of("clipRange"),
        SharedParameters.Of("entropyCoefficient"),
        SharedParameters.Of("valueCoefficient"),
        SharedParameters.Of("gradientNorm"),
        SharedParameters.Of("hiddenSize"),
        SharedParameters.Of("hiddenLayers"),
        SharedParameters.Of("lstmSize"),
        OfController("learningRate", 3e-4, "Step of the controller's optimiser."),
        OfController("gamma", 0.99, "The controller's discount of a reward one decision of an option later; of k decisions, its k-th power."),
        OfController("stepsPerUpdate", 0, "Choices that an update of the controller waits for; 0 for those of one episode of every agent that shares it."),
        OfController("batchSize", 64, "Choices of a minibatch."),
        OfController("epochs", 10, "How often PPO goes through the choices of an update."),
        OfController("entropyCoefficient", 0.01, "Weight of the entropy in the controller's loss: what keeps options from collapsing into one."),
        OfController("hiddenSize", 64, "Units of each hidden layer of the controller."),
        OfController("hiddenLayers", 2, "Hidden layers of the controller."),
        OfController("lstmSize", 0, "Units of the LSTM before the controller's hidden layers; 0 for a controller without memory."),
        SharedParameters.Of(SacAlgorithm.Definition, "replayCapacity") with { Default = 100_000, Description = "Steps that SAC keeps, at either level." },
        SharedParameters.Of(SacAlgorithm.Definition, "learningStarts") with { Default = 390, Description = "Steps before SAC learns anything, at either level." },
    ];

    private static AlgorithmDefinition ControllerDefinition { get; } = new(
        "hierarchical_controller",
        "Hierarchical controller",
        "The controller of a hierarchical agent: picks options.",
        "Sutton, Precup and Singh (1999), Artificial Intelligence 112",
        DefaultSegment,
        OwnParameters,
        static task =>
        {
            HierarchicalSettings settings = SettingsOf(task.Parameters);
            int stepsPerUpdate = task.Parameters.Count("controllerStepsPerUpdate") is > 0 and int given ? given : task.StepsPerRound;
            Learning.Algorithms.ILearner learner = HierarchicalModels.CreateControllerLearner(
                task.ObservationSpace, settings, task.LearnerSeed, stepsPerUpdate, task.Engine.Create());
            learner.PlannedSteps = task.ExpectedSteps;
            return learner;
        },
        static task => HierarchicalModels.CreateControllerPolicy(task.ObservationSpace, SettingsOf(task.Parameters), task.LearnerSeed),
        LayoutOf);

    public static AlgorithmDefinition Definition { get; } = new(
        "hierarchical",
        "Hierarchical",
        "A controller picks options on a slower time scale, each of which acts for several decisions; both levels learn.",
        "Sutton, Precup and Singh (1999), Artificial Intelligence 112",
        DefaultSegment,
        OwnParameters,
        static task =>
        {
            Learning.Algorithms.ILearner learner = HierarchicalModels.CreateOptionsLearner(
                task.ObservationSpace, task.ActionSpace, SettingsOf(task.Parameters), task.LearnerSeed, NetworkParameters.StepsOf(task), task.Engine.Create());
            learner.PlannedSteps = task.ExpectedSteps;
            return learner;
        },
        static task => HierarchicalModels.CreateOptionsPolicy(task.ObservationSpace, task.ActionSpace, SettingsOf(task.Parameters), task.LearnerSeed),
        LayoutOf)
    {
        Hierarchy = SettingsOf,
        Controller = ControllerDefinition,
    };

    private static Learning.Networks.ParameterLayout LayoutOf(IPolicy policy) => ((INamedWeights)policy).Layout;

    private static HierarchicalSettings SettingsOf(ParameterSet parameters)
    {
        int options = parameters.Count("options");
        double weight = parameters["intrinsicWeight"];
        string optionAlgorithm = AlgorithmNames[(int)parameters["optionAlgorithm"]];
        string controllerAlgorithm = AlgorithmNames[(int)parameters["controllerAlgorithm"]];
        return new HierarchicalSettings
        {
            NumOptions = options,
            OptionModelType = optionAlgorithm,
            MetaModelType = controllerAlgorithm,
            OptionParameters = LevelParameters(parameters, optionAlgorithm, SharedParameters.RateOf(parameters), SharedParameters.HiddenSizes(parameters), isController: false),
            MetaParameters = LevelParameters(
                parameters, controllerAlgorithm, parameters["controllerLearningRate"], SharedParameters.Layers(parameters.Count("controllerHiddenLayers"), parameters.Count("controllerHiddenSize")), isController: true),
            Termination = parameters.Choice<OptionTermination>("termination"),
            OptionLength = parameters.Count("optionLength"),
            OptionRewards = weight == 0 ? [] : [.. Enumerable.Range(0, options).Select(option => OptionReward.Named(OptionRewards[option % OptionRewards.Length], weight))],
        };
    }

    private static ParameterDefinition OfController(string name, double value, string description) =>
        SharedParameters.Of(name) with { Name = ControllerNameOf(name), Default = value, Description = description };

    // learningRate becomes controllerLearningRate.
    private static string ControllerNameOf(string name) => $"controller{char.ToUpperInvariant(name[0])}{name[1..]}";

    // The library's parameters of one level, by the parameters of the scenario.
    private static Dictionary<string, object> LevelParameters(ParameterSet parameters, string algorithm, Learning.Optimisation.Schedule rate, int[] hiddenSizes, bool isController)
    {
        string NameOf(string name) => isController ? ControllerNameOf(name) : name;
        var level = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["learningRate"] = rate.Start == rate.End ? rate.Start : FormattableString.Invariant($"lin_{rate.Start:R}"),
            ["gamma"] = parameters[NameOf("gamma")],
            ["hiddenSizes"] = hiddenSizes,
        };
        if (algorithm == "sac")
        {
            level["replayCapacity"] = parameters.Count("replayCapacity");
            level["learningStarts"] = parameters.Count("learningStarts");
            level["batchSize"] = parameters.Count(NameOf("batchSize"));
            return level;
        }

        level["gaeLambda"] = parameters["gaeLambda"];
        level["entropyCoefficient"] = parameters[NameOf("entropyCoefficient")];
        level["valueCoefficient"] = parameters["valueCoefficient"];
        level["maximumGradientNorm"] = parameters["gradientNorm"];
        level["lstmSize"] = parameters.Count(NameOf("lstmSize")) is > 0 and int size ? size : "none";
        if (algorithm == "ppo")
        {
            level["batchSize"] = parameters.Count(NameOf("batchSize"));
            level["epochs"] = parameters.Count(NameOf("epochs"));
            level["clipRange"] = parameters["clipRange"];
        }

        return level;
    }
}
