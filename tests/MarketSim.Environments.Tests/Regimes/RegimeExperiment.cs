using System.Globalization;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Hierarchical.Rewards;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Training;

namespace MarketSim.Environments.Tests.Regimes;

/// <summary>Trains hierarchies and baselines in a regime market: equal observations, steps and episodes, and numbers of parameters within 10 %.</summary>
internal sealed record RegimeExperiment
{
    private const ulong EvaluationSeed = 0x5EED_0F_7E57;

    /// <summary>The settings of the task.</summary>
    public RegimeMarketSettings Settings { get; init; } = new();

    /// <summary>Environments that step together.</summary>
    public int Environments { get; init; } = 8;

    /// <summary>Environment steps of each training.</summary>
    public long Steps { get; init; } = 200_000;

    /// <summary>Episodes of the evaluation of the final weights, the same for all.</summary>
    public int EvaluationEpisodes { get; init; } = 100;

    /// <summary>Steps of an action of <see cref="RegimePolicy.ActionRepeat"/>.</summary>
    public int Repeats { get; init; } = 4;

    /// <summary>The condition that ends an option.</summary>
    public OptionTermination Termination { get; init; } = OptionTermination.Fixed;

    /// <summary>Steps of an option with fixed termination.</summary>
    public int OptionLength { get; init; } = 32;

    /// <summary>Weight of the options' own rewards in <see cref="RegimePolicy.HierarchicalWithRewards"/>.</summary>
    public double RewardWeight { get; init; } = 0.5;

    /// <summary>Trains with a seed, and evaluates the most probable actions of the final weights.</summary>
    /// <returns>One outcome; of <see cref="RegimePolicy.Hierarchical"/> also that of its options under a random controller.</returns>
    public IReadOnlyList<RegimeOutcome> Run(RegimePolicy policy, RegimeTuning tuning, ulong seed) => policy switch
    {
        RegimePolicy.Hierarchical => RunHierarchy(policy, tuning, seed),
        RegimePolicy.HierarchicalWithRewards => RunHierarchy(policy, tuning, seed),
        RegimePolicy.RandomController => throw new ArgumentOutOfRangeException(nameof(policy), policy, "A random controller has the options of a hierarchy; run Hierarchical."),
        RegimePolicy.Flat => RunFlat(policy, tuning, seed, Environment, FlatPpo(tuning)),
        RegimePolicy.ActionRepeat => RunFlat(policy, tuning, seed, () => new ActionRepeat(Environment(), Repeats), FlatPpo(tuning, Repeats)),
        _ => RunFlat(policy, tuning, seed, Environment, Recurrent(tuning)),
    };

    /// <summary>Creates a hierarchy before its training.</summary>
    public HierarchicalRL CreateHierarchy(bool hasRewards, RegimeTuning tuning, ulong seed) => new(
        new VectorEnvironment(Environments, _ => Environment()), HierarchyOf(hasRewards, tuning), seed);

    private List<RegimeOutcome> RunHierarchy(RegimePolicy policy, RegimeTuning tuning, ulong seed)
    {
        HierarchicalRL model = CreateHierarchy(policy == RegimePolicy.HierarchicalWithRewards, tuning, seed);
        model.Train(Steps);
        var choices = OptionsByRegime.Of(model.Hierarchy, Settings, EvaluationEpisodes, EvaluationSeed);
        var outcomes = new List<RegimeOutcome>
        {
            new(policy, seed, tuning, ScoreOf(model.Policy, Environment), SizeOf(model.Policy))
            {
                RegimeInformation = choices.Information,
                PermutationP = choices.PermutationP(seed),
            },
        };
        if (policy == RegimePolicy.Hierarchical)
        {
            var random = new HierarchicalRL(Vector(Environment), HierarchyOf(hasRewards: false, tuning) with { MetaIsRandom = true }, seed);
            model.Policy.Weights.CopyTo(random.Policy.Weights);
            outcomes.Add(new RegimeOutcome(RegimePolicy.RandomController, seed, tuning, ScoreOf(random.Policy, Environment), SizeOf(random.Policy)));
        }

        return outcomes;
    }

    private List<RegimeOutcome> RunFlat(
        RegimePolicy policy, RegimeTuning tuning, ulong seed, Func<IEnvironment> environment, Dictionary<string, object> parameters)
    {
        LearningAlgorithm model = LearnerFactory.Create("PPO", Vector(environment), parameters, seed);
        model.Learn(policy == RegimePolicy.ActionRepeat ? Steps / Repeats : Steps);
        return [new RegimeOutcome(policy, seed, tuning, ScoreOf(model.Policy, environment), SizeOf(model.Policy))];
    }

    private static int SizeOf(IPolicy policy) => ((INamedWeights)policy).Layout.TrainableSize;

    // Relative to the optimal controller's return in the same episodes, so that their noise cancels.
    private double ScoreOf(IPolicy policy, Func<IEnvironment> environment)
    {
        EvaluationResult result = PolicyEvaluation.Evaluate(policy, Vector(environment), EvaluationEpisodes, EvaluationSeed);
        double random = new RegimeMarketSolution(Settings).RandomValue;
        double best = PolicyEvaluation.Evaluate(new BestRegimeController(Settings), Vector(Environment), EvaluationEpisodes, EvaluationSeed).MeanReturn;
        return (result.MeanReturn - random) / (best - random);
    }

    private RegimeMarketEnvironment Environment() => new(Settings);

    private VectorEnvironment Vector(Func<IEnvironment> create) => new(Environments, _ => create());

    private HierarchicalSettings HierarchyOf(bool hasRewards, RegimeTuning tuning) => new()
    {
        NumOptions = 3,
        Termination = Termination,
        OptionLength = OptionLength,
        MetaFeatures = RegimeMarketEnvironment.SlowFeatures,
        OptionFeatures = RegimeMarketEnvironment.FastFeatures,
        OptionRewards = hasRewards
            ? [OptionReward.Named("trend", RewardWeight), OptionReward.Named("reversion", RewardWeight), OptionReward.Named("inventory", RewardWeight)]
            : [],
        OptionParameters = Ppo(tuning.LearningRate, tuning.Entropy, stepsPerRollout: 256, batchSize: 256, [31, 31]),
        MetaParameters = Ppo(tuning.ControllerLearningRate ?? tuning.LearningRate, tuning.Entropy, stepsPerRollout: 256 / OptionLength, batchSize: 64, [31, 31]),
    };

    private static Dictionary<string, object> FlatPpo(RegimeTuning tuning, int repeats = 1) => Ppo(tuning.LearningRate, tuning.Entropy, 256 / repeats, 256, [64, 64]);

    private static Dictionary<string, object> Recurrent(RegimeTuning tuning)
    {
        Dictionary<string, object> parameters = Ppo(tuning.LearningRate, tuning.Entropy, 256, 256, [32]);
        parameters["lstmSize"] = 28;
        return parameters;
    }

    private static Dictionary<string, object> Ppo(double learningRate, double entropy, int stepsPerRollout, int batchSize, int[] hiddenSizes) => new(StringComparer.Ordinal)
    {
        ["learningRate"] = string.Create(CultureInfo.InvariantCulture, $"lin_{learningRate:R}"),
        ["stepsPerRollout"] = stepsPerRollout,
        ["batchSize"] = batchSize,
        ["epochs"] = 10,
        ["entropyCoefficient"] = entropy,
        ["hiddenSizes"] = hiddenSizes,
    };
}

/// <summary>The parameters that are tuned.</summary>
/// <param name="LearningRate">Falls to 0 over the training.</param>
/// <param name="Entropy">Weight of the entropy in the loss, at both levels of a hierarchy.</param>
/// <param name="ControllerLearningRate">Learning rate of a hierarchy's controller; null for the same at both levels.</param>
internal sealed record RegimeTuning(double LearningRate, double Entropy = 0.01, double? ControllerLearningRate = null);

/// <summary>Result of one training.</summary>
/// <param name="Score">0 for the return of random positions, 1 for that of the optimal controller.</param>
/// <param name="Parameters">Number of trained parameters.</param>
internal sealed record RegimeOutcome(RegimePolicy Policy, ulong Seed, RegimeTuning Tuning, double Score, int Parameters)
{
    /// <summary>Mutual information of option and regime over the entropy of the regime; null where there are no options.</summary>
    public double? RegimeInformation { get; init; }

    /// <summary>Share of permutations of the options with as much information; null where there are no options.</summary>
    public double? PermutationP { get; init; }
}
