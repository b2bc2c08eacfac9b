using System.Globalization;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.Strategies;
using MarketSim.Learning.Spaces;

namespace MarketSim.Agents.Population;

/// <summary>An agent that acts by a policy, and learns unless the policy is frozen.</summary>
public sealed class LearningAgent : MarketAgent
{
    /// <param name="algorithm">PPO, A2C or SAC, in any case.</param>
    /// <param name="learningRate">Null for the algorithm's default.</param>
    /// <param name="gamma">Discount of a reward one decision later; null for the algorithm's default.</param>
    /// <param name="policy">Agents that name the same policy share it, and learn together; null for a policy of the group's own.</param>
    /// <param name="frozen">Weights that never change; null for an agent that learns.</param>
    /// <param name="parameters">All others, by name, as written in a scenario; what is missing takes its default.</param>
    /// <exception cref="ArgumentException">The algorithm or a parameter is not known, or a value is not allowed.</exception>
    public LearningAgent(
        string algorithm,
        double? learningRate = null,
        double? gamma = null,
        string? policy = null,
        FrozenPolicy? frozen = null,
        IReadOnlyDictionary<string, string>? parameters = null)
        : this(
            AlgorithmCatalog.Find(algorithm) ?? throw new ArgumentException(AlgorithmCatalog.UnknownMessage(algorithm), nameof(algorithm)),
            policy,
            frozen,
            With(parameters, learningRate, gamma))
    {
    }

    /// <summary>An agent that learns by an algorithm of the caller's own.</summary>
    /// <exception cref="ArgumentException">A parameter is not known, a value is not allowed, or the algorithm cannot learn such actions.</exception>
    public LearningAgent(
        AlgorithmDefinition algorithm, string? policy = null, FrozenPolicy? frozen = null, IReadOnlyDictionary<string, string>? parameters = null)
    {
        Algorithm = algorithm;
        Policy = policy;
        Frozen = frozen;
        Parameters = new ParameterSet(ParametersOf(algorithm), parameters ?? new Dictionary<string, string>(StringComparer.Ordinal));
        if (!algorithm.TakesActions(Actions))
        {
            throw new ArgumentException($"{algorithm.Title} cannot learn actions of kind {Actions.ToString().ToLowerInvariant()}; choose another value of the parameter actions.", nameof(parameters));
        }
    }

    public override string Type => Algorithm.Name;

    public AlgorithmDefinition Algorithm { get; }

    public override ParameterSet Parameters { get; }

    /// <summary>The policy that it shares with others; null for one of its group's own.</summary>
    public string? Policy { get; }

    /// <summary>Where its weights come from when they never change; null when it learns.</summary>
    public FrozenPolicy? Frozen { get; }

    public ActionKind Actions => Parameters.Choice<ActionKind>("actions");

    public Space ActionSpace => TradingRules.ActionSpace(Actions, Parameters.Count("sizes"));

    public Space ObservationSpace => MarketObserver.Space;

    /// <summary>Everything that a scenario can set for an algorithm.</summary>
    public static IReadOnlyList<ParameterDefinition> ParametersOf(AlgorithmDefinition algorithm) =>
        [.. algorithm.Parameters, .. TradingRules.Parameters(algorithm.DefaultSegment)];

    public override Func<IStrategy> CreateFactory(StrategyMarket market)
    {
        var rules = TradingRules.From(Parameters, market);
        bool records = Frozen is null;
        return () => new PolicyStrategy(rules, records);
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string>? parameters, double? learningRate, double? gamma)
    {
        var all = new Dictionary<string, string>(parameters ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach ((string name, double? value) in new[] { ("learningRate", learningRate), ("gamma", gamma) })
        {
            if (value is { } given && !all.TryAdd(name, given.ToString("R", CultureInfo.InvariantCulture)))
            {
                throw new ArgumentException($"{name} is given twice, by itself and in parameters; keep one of them.", nameof(parameters));
            }
        }

        return all;
    }
}

/// <summary>Weights that never change.</summary>
/// <param name="Source">Where they come from, for messages and as written in a scenario: the path of a file, or the name of a policy of a run.</param>
/// <param name="Sha256">Of the weights' bytes, in lower-case hexadecimal.</param>
/// <param name="Weights">As <see cref="MarketSim.Learning.Policies.IPolicy.Weights"/> of the same algorithm and parameters.</param>
public sealed record FrozenPolicy(string Source, string Sha256, ReadOnlyMemory<float> Weights);
