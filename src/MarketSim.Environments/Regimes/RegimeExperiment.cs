using System.Globalization;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Hierarchical.Rewards;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Training;

namespace MarketSim.Environments.Regimes;

/// <summary>Trains hierarchies and what they are compared with in a regime market: equal observations, steps and episodes, and parameters within 10 %.</summary>
public sealed record RegimeExperiment
{
    private const ulong EvaluationSeed = 0x5EED_0F_7E57;

    public RegimeMarketSettings Settings { get; init; } = new();

    /// <summary>Environments that step together.</summary>
    public int Environments { get; init; } = 8;

    /// <summary>Environment steps of each training.</summary>
    public long Steps { get; init; } = 200_000;

    /// <summary>Episodes that the final weights are judged by, the same for all.</summary>
    public int EvaluationEpisodes { get; init; } = 100;

    /// <summary>Steps that an action is repeated for where actions are.</summary>
    public int Repeats { get; init; } = 4;

    /// <summary>What ends an option.</summary>
    public OptionTermination Termination { get; init; } = OptionTermination.Fixed;

    /// <summary>Steps of an option where the number is fixed.</summary>
    public int OptionLength { get; init; } = 32;

    /// <summary>Weight of the options' own rewards where they have some.</summary>
    public double RewardWeight { get; init; } = 0.5;

    /// <summary>Trains with a seed, and judges the most probable actions of the final weights.</summary>
    /// <param name="learningRate">Falls to 0 over the training.</param>
    public RegimeOutcome Run(RegimeContestant contestant, double learningRate, ulong seed) => contestant switch
    {
        RegimeContestant.Hierarchical => RunHierarchy(contestant, learningRate, seed),
        RegimeContestant.HierarchicalWithRewards => RunHierarchy(contestant, learningRate, seed),
        RegimeContestant.RandomController => RunRandomController(learningRate, seed),
        RegimeContestant.Flat => RunFlat(contestant, learningRate, seed, Environment, FlatPpo(learningRate)),
        RegimeContestant.ActionRepeat => RunFlat(contestant, learningRate, seed, () => new ActionRepeat(Environment(), Repeats), FlatPpo(learningRate, Repeats)),
        _ => RunFlat(contestant, learningRate, seed, Environment, Recurrent(learningRate)),
    };

    /// <summary>A hierarchy that is not trained yet.</summary>
    public HierarchicalRL CreateHierarchy(bool hasRewards, double learningRate, ulong seed) => new(
        new VectorEnvironment(Environments, _ => Environment()), HierarchyOf(hasRewards, learningRate), seed);

    private RegimeOutcome RunHierarchy(RegimeContestant contestant, double learningRate, ulong seed)
    {
        HierarchicalRL model = CreateHierarchy(contestant == RegimeContestant.HierarchicalWithRewards, learningRate, seed);
        model.Train(Steps);
        EvaluationResult result = PolicyEvaluation.Evaluate(model.Policy, Vector(Environment), EvaluationEpisodes, EvaluationSeed);
        var choices = OptionsByRegime.Of(model.Hierarchy, Settings, EvaluationEpisodes, EvaluationSeed);
        return new RegimeOutcome(contestant, seed, learningRate, Score(result), SizeOf(model.Policy))
        {
            RegimeInformation = choices.Information,
            PermutationP = choices.PermutationP(seed),
        };
    }

    private RegimeOutcome RunRandomController(double learningRate, ulong seed)
    {
        HierarchicalRL trained = CreateHierarchy(hasRewards: false, learningRate, seed);
        trained.Train(Steps);
        var random = new HierarchicalRL(Vector(Environment), HierarchyOf(hasRewards: false, learningRate) with { MetaIsRandom = true }, seed);
        trained.Policy.Weights.CopyTo(random.Policy.Weights);
        EvaluationResult result = PolicyEvaluation.Evaluate(random.Policy, Vector(Environment), EvaluationEpisodes, EvaluationSeed);
        return new RegimeOutcome(RegimeContestant.RandomController, seed, learningRate, Score(result), SizeOf(random.Policy));
    }

    private RegimeOutcome RunFlat(
        RegimeContestant contestant, double learningRate, ulong seed, Func<IEnvironment> environment, Dictionary<string, object> parameters)
    {
        LearningAlgorithm model = LearnerFactory.Create("PPO", Vector(environment), parameters, seed);
        model.Learn(contestant == RegimeContestant.ActionRepeat ? Steps / Repeats : Steps);
        EvaluationResult result = PolicyEvaluation.Evaluate(model.Policy, Vector(environment), EvaluationEpisodes, EvaluationSeed);
        return new RegimeOutcome(contestant, seed, learningRate, Score(result), SizeOf(model.Policy));
    }

    private static int SizeOf(IPolicy policy) => ((INamedWeights)policy).Layout.TrainableSize;

    // Of the best controller's return in the same episodes, so that their luck cancels.
    private double Score(EvaluationResult result)
    {
        double random = new RegimeMarketSolution(Settings).RandomValue;
        double best = PolicyEvaluation.Evaluate(new BestRegimeController(Settings), Vector(Environment), EvaluationEpisodes, EvaluationSeed).MeanReturn;
        return (result.MeanReturn - random) / (best - random);
    }

    private RegimeMarketEnvironment Environment() => new(Settings);

    private VectorEnvironment Vector(Func<IEnvironment> create) => new(Environments, _ => create());

    private HierarchicalSettings HierarchyOf(bool hasRewards, double learningRate) => new()
    {
        NumOptions = 3,
        Termination = Termination,
        OptionLength = OptionLength,
        MetaFeatures = RegimeMarketEnvironment.SlowFeatures,
        OptionFeatures = RegimeMarketEnvironment.FastFeatures,
        OptionRewards = hasRewards
            ? [OptionReward.Named("trend", RewardWeight), OptionReward.Named("reversion", RewardWeight), OptionReward.Named("inventory", RewardWeight)]
            : [],
        OptionParameters = Ppo(learningRate, stepsPerRollout: 256, batchSize: 256, [31, 31]),
        MetaParameters = Ppo(learningRate, stepsPerRollout: 256 / OptionLength, batchSize: 64, [31, 31]),
    };

    private static Dictionary<string, object> FlatPpo(double learningRate, int repeats = 1) => Ppo(learningRate, 256 / repeats, 256, [64, 64]);

    private static Dictionary<string, object> Recurrent(double learningRate)
    {
        Dictionary<string, object> parameters = Ppo(learningRate, 256, 256, [32]);
        parameters["lstmSize"] = 28;
        return parameters;
    }

    private static Dictionary<string, object> Ppo(double learningRate, int stepsPerRollout, int batchSize, int[] hiddenSizes) => new(StringComparer.Ordinal)
    {
        ["learningRate"] = string.Create(CultureInfo.InvariantCulture, $"lin_{learningRate:R}"),
        ["stepsPerRollout"] = stepsPerRollout,
        ["batchSize"] = batchSize,
        ["epochs"] = 10,
        ["entropyCoefficient"] = 0.01,
        ["hiddenSizes"] = hiddenSizes,
    };
}

/// <summary>What came of one training.</summary>
/// <param name="Score">0 for what random positions earn, 1 for the best controller.</param>
/// <param name="Parameters">Trained parameters.</param>
public sealed record RegimeOutcome(RegimeContestant Contestant, ulong Seed, double LearningRate, double Score, int Parameters)
{
    /// <summary>Mutual information of option and regime over the entropy of the regime; null where there are no options.</summary>
    public double? RegimeInformation { get; init; }

    /// <summary>Share of permutations of the choices that hold as much information; null where there are no options.</summary>
    public double? PermutationP { get; init; }
}
