using System.Globalization;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.PolicyTrading.Books;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Options;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Torch;

namespace MarketSim.Agents.PolicyTrading.Algorithms;

/// <summary>Hyper-parameters that scenarios write differently from the library, with the same meaning in each algorithm.</summary>
internal static class NetworkParameters
{
    private const int MaxUnits = 4_096;

    private enum NetworkKind
    {
        Mlp,
        LobCnn,
        Transformer,
    }

    /// <summary>The schedule of the learning rate, as a number and a choice between constant and linear.</summary>
    public static LearnerOption<T> LearningRate<T>(OptionTable<T> table, T defaults)
    {
        LearnerOption<T> rate = LearnerOption<T>.Of(table, defaults, "learningRate");
        return new LearnerOption<T>(
            [
                .. rate.Definitions,
                ParameterDefinition.Choice("schedule", "Whether the learning rate stays, or falls evenly to 0 over the training.", "constant", "linear"),
            ],
            (options, parameters) => parameters.Count("schedule") == 0
                ? rate.Apply(options, parameters)
                : table["learningRate"].With(options, "lin_" + parameters["learningRate"].ToString("R", CultureInfo.InvariantCulture)));
    }

    /// <summary>Hidden layers of equal size.</summary>
    public static LearnerOption<T> Hidden<T>(OptionTable<T> table, T defaults)
    {
        OptionField<T> field = table["hiddenSizes"];
        double[] sizes = [.. field.Numbers(defaults)];
        return new LearnerOption<T>(
            [
                new ParameterDefinition("hiddenSize", ParameterUnit.Count, sizes[0], 1, MaxUnits, "Units of each hidden layer of actor and critic."),
                new ParameterDefinition("hiddenLayers", ParameterUnit.Count, sizes.Length, 0, 8, "Hidden layers of actor and critic."),
            ],
            (options, parameters) => field.With(options, SizesOf(parameters.Count("hiddenSize"), parameters.Count("hiddenLayers"))));
    }

    /// <summary>The same number of layers with another size for the critic.</summary>
    public static LearnerOption<T> CriticHidden<T>(OptionTable<T> table, string name, string called) => new(
        [new ParameterDefinition(called, ParameterUnit.Count, 0, 0, MaxUnits, "Units of each hidden layer of the critic; 0 for as many as the actor has.") { IsWrittenAtDefault = false }],
        (options, parameters) => parameters.Count(called) == 0 ? options : table[name].With(options, SizesOf(parameters.Count(called), parameters.Count("hiddenLayers"))));

    /// <summary>Activation and state-dependent exploration.</summary>
    public static LearnerOption<T>[] Exploration<T>(OptionTable<T> table, T defaults) =>
    [
        LearnerOption<T>.Of(table, defaults, "activation", isNew: true),
        LearnerOption<T>.Of(table, defaults, "stateDependentExploration", isNew: true),
        LearnerOption<T>.Of(table, defaults, "sampleFrequency", isNew: true),
        LearnerOption<T>.Of(table, defaults, "initialLogDeviation", isNew: true),
    ];

    /// <summary>The conflict between state-dependent exploration and the other parameters, as a sentence; null for none.</summary>
    public static string? ExplorationConflict(ParameterSet parameters, Space actions) => parameters.Count("stateDependentExploration") switch
    {
        0 => null,
        _ when actions is not BoxSpace => "stateDependentExploration is for continuous actions, and those here are discrete; leave it out, or choose actions: target or quotes.",
        _ when parameters.Count("hiddenLayers") == 0 => "stateDependentExploration is a function of the last hidden layer, and hiddenLayers is 0; raise it, or leave stateDependentExploration out.",
        _ => null,
    };

    /// <summary>Number of steps of an update: part of the task (<see cref="StepsOf"/>), so that it does not change the options.</summary>
    public static LearnerOption<T> StepsPerUpdate<T>() => new(
        [new ParameterDefinition("stepsPerUpdate", ParameterUnit.Count, 0, 0, 10_000_000, "Steps that an update waits for; 0 for one segment of every agent that shares the policy.")],
        static (options, _) => options);

    /// <summary>Number of steps of an update.</summary>
    public static int StepsOf(LearningTask task) =>
        task.Parameters.Count("stepsPerUpdate") is > 0 and int given ? given : task.StepsPerRound;

    /// <summary>Steps of a rollout in each of several environments, at least 1.</summary>
    public static int StepsPerEnvironment(LearningTask task, int environments) => Math.Max(1, StepsOf(task) / environments);

    /// <summary>A feature extractor of the torch engine before the hidden layers.</summary>
    public static LearnerOption<T> Extractor<T>(Func<T, FeatureExtractor?, T> set) => new(
        [
            ParameterDefinition.Choice(
                "network",
                "What comes before the hidden layers: nothing (mlp), or a network that reads the book: convolutions and an LSTM (lob-cnn), or attention (transformer). The last two need observation: book and engine: torch.",
                "mlp",
                "lob-cnn",
                "transformer") with { IsWrittenAtDefault = false },
            new ParameterDefinition("networkSize", ParameterUnit.Count, 32, 4, 1_024, "With network: lob-cnn or transformer, the numbers that a book is reduced to; a multiple of 4.") { IsWrittenAtDefault = false },
            new ParameterDefinition("networkLayers", ParameterUnit.Count, 1, 1, 16, "With network: transformer, attention layers.") { IsWrittenAtDefault = false },
        ],
        (options, parameters) => set(options, ExtractorOf(parameters)));

    /// <summary>The conflict between the feature extractor and the other parameters, as a sentence; null for none.</summary>
    public static string? ExtractorConflict(ParameterSet parameters) => parameters.Count("network") switch
    {
        0 => null,
        _ when TradingRules.BookOf(parameters) is null => NoBook(parameters),
        _ when parameters.Count("networkSize") % 4 != 0 => $"networkSize is {parameters.Count("networkSize")}; it must be a multiple of 4, the number of heads of attention.",
        _ when parameters.Count("lstmSize") > 0 => "lstmSize is given, and network reads the past from the observation; leave out one of them.",
        _ => null,
    };

    /// <summary>True when only the torch engine computes the networks of the parameters.</summary>
    public static bool NeedTorch(ParameterSet parameters) =>
        parameters.Definitions.Any(static definition => definition.Name == "network") && parameters.Count("network") > 0;

    private static FeatureExtractor? ExtractorOf(ParameterSet parameters)
    {
        NetworkKind kind = parameters.Choice<NetworkKind>("network");
        if (kind == NetworkKind.Mlp)
        {
            return null;
        }

        BookView book = TradingRules.BookOf(parameters) ?? throw new ArgumentException(NoBook(parameters), nameof(parameters));
        int size = parameters.Count("networkSize");
        return kind == NetworkKind.LobCnn
            ? BookExtractor.LobCnn(book.Snapshots, book.Levels, size)
            : BookExtractor.Transformer(book.Snapshots, book.Levels, size, parameters.Count("networkLayers"));
    }

    private static string NoBook(ParameterSet parameters) =>
        $"network is {parameters.Definitions.First(static definition => definition.Name == "network").Format(parameters["network"])}, which reads the order book; say observation: book too (agents of a market have it), or leave network out.";

    private static string SizesOf(int size, int layers) => layers == 0 ? "none" : string.Join(',', Enumerable.Repeat(size.ToString(CultureInfo.InvariantCulture), layers));
}
