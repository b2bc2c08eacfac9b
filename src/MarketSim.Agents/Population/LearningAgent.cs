using System.Globalization;
using System.Security.Cryptography;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.PolicyTrading.Algorithms;
using MarketSim.Agents.PolicyTrading.Books;
using MarketSim.Agents.PolicyTrading.Engines;
using MarketSim.Agents.Strategies;
using MarketSim.Learning.Persistence;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;

namespace MarketSim.Agents.Population;

/// <summary>An agent that acts by a policy, and learns unless the policy is frozen.</summary>
public sealed class LearningAgent : MarketAgent
{
    private const string Discount = "gamma";

    /// <summary>An agent that learns by an algorithm of <see cref="AlgorithmCatalog"/>.</summary>
    /// <param name="algorithm">Its name, in any case: PPO, A2C, SAC, …</param>
    /// <param name="learningRate">Null for the algorithm's default.</param>
    /// <param name="gamma">Discount of a reward one decision later; null for the algorithm's default.</param>
    /// <param name="policy">Agents that name the same policy share it, and learn together; null for a policy of the group's own.</param>
    /// <param name="frozen">Weights that never change; null for an agent that learns.</param>
    /// <param name="parameters">All other parameters, by name, as written in a scenario; a missing one takes its default.</param>
    /// <exception cref="ArgumentException">The algorithm or a parameter is not known, or a value is not allowed.</exception>
    public LearningAgent(
        string algorithm,
        double? learningRate = null,
        double? gamma = null,
        string? policy = null,
        FrozenPolicy? frozen = null,
        IReadOnlyDictionary<string, string>? parameters = null)
        : this(
            AlgorithmCatalog.Find(algorithm ?? throw new ArgumentNullException(nameof(algorithm))) ?? throw new ArgumentException(AlgorithmCatalog.UnknownMessage(algorithm), nameof(algorithm)),
            policy,
            frozen,
            With(parameters, learningRate, gamma))
    {
    }

    /// <summary>An agent that learns by an algorithm of the caller's own.</summary>
    /// <exception cref="ArgumentException">A parameter is not known, a value is not allowed, or values do not go together.</exception>
    public LearningAgent(
        AlgorithmDefinition algorithm, string? policy = null, FrozenPolicy? frozen = null, IReadOnlyDictionary<string, string>? parameters = null)
    {
        Algorithm = algorithm;
        Policy = policy;
        Frozen = frozen;
        Parameters = new ParameterSet(ParametersOf(algorithm), parameters ?? new Dictionary<string, string>(StringComparer.Ordinal));
        if (algorithm.Conflict(Parameters, ActionSpace) is { } conflict)
        {
            throw new ArgumentException(conflict, nameof(parameters));
        }

        Engine = ActsOnTorch ? EngineChoice.Torch : EngineChoice.Managed;
    }

    private LearningAgent(LearningAgent other, string? policy, FrozenPolicy? frozen)
    {
        (Algorithm, Parameters, Policy, Frozen, Engine, Start, Imitates) = (other.Algorithm, other.Parameters, policy, frozen, other.Engine, other.Start, other.Imitates);
    }

    private LearningAgent(LearningAgent other, AlgorithmDefinition controller)
    {
        (Algorithm, Parameters, Frozen, Engine) = (controller, other.Parameters, other.Frozen?.Controller, other.Engine);
    }

    /// <inheritdoc/>
    public override string Type => Algorithm.Name;

    /// <summary>The algorithm that it learns by.</summary>
    public AlgorithmDefinition Algorithm { get; }

    /// <inheritdoc/>
    public override ParameterSet Parameters { get; }

    /// <summary>The policy that it shares with others; null for one of its group's own.</summary>
    public string? Policy { get; }

    /// <summary>The weights that never change; null when it learns.</summary>
    public FrozenPolicy? Frozen { get; }

    /// <summary>
    /// The engine that computes the gradients of its learner. Its actions are computed by the managed engine, unless only torch knows its network
    /// (<see cref="ActsOnTorch"/>).
    /// </summary>
    /// <exception cref="ArgumentException">There is no such engine, it has no such device, or it does not know the agent's network.</exception>
    public EngineChoice Engine
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value.Conflict is { } conflict ? throw new ArgumentException(conflict, nameof(value))
                : ActsOnTorch && !value.IsTorch ? throw new ArgumentException("network is one that the managed engine does not know; say engine: torch, or leave network out.", nameof(value))
                : value;
        }
    }

    /// <summary>True when its actions are computed by torch: their bits are then equal on processors of one class only.</summary>
    public bool ActsOnTorch => Algorithm.NeedsTorch(Parameters);

    /// <summary>The weights that it begins to learn with; null for weights drawn by the run's seed.</summary>
    public FrozenPolicy? Start { get; init; }

    /// <summary>The expert that it begins as a clone of; null for weights drawn by the run's seed, or for <see cref="Start"/>.</summary>
    public ImitationStart? Imitates { get; init; }

    /// <summary>The meaning of its actions.</summary>
    public ActionKind Actions => Parameters.Choice<ActionKind>("actions");

    /// <summary>The rules of its controller; null for an agent that acts by itself.</summary>
    public HierarchyRules? Hierarchy => Algorithm.Hierarchy is { } hierarchy ? HierarchyRules.From(Parameters, hierarchy(Parameters)) : null;

    /// <summary>The agent's controller as a separate policy; null for an agent that acts by itself.</summary>
    public LearningAgent? Controller => Algorithm.Controller is { } controller ? new LearningAgent(this, controller) : null;

    /// <summary>The space of its actions.</summary>
    public Space ActionSpace => TradingRules.ActionSpace(Actions, Parameters.Count("sizes"));

    /// <summary>The space of its observations.</summary>
    public Space ObservationSpace => MarketObserver.SpaceOf(Book);

    /// <summary>The observed part of the order book; null for none.</summary>
    public BookView? Book => TradingRules.BookOf(Parameters);

    /// <summary>True when both can act by one policy.</summary>
    public bool CanShareWith(LearningAgent other) =>
        Algorithm == other.Algorithm
        && Engine == other.Engine
        && Frozen?.Sha256 == other.Frozen?.Sha256
        && Start?.Sha256 == other.Start?.Sha256
        && Imitates == other.Imitates
        && Frozen?.Controller?.Sha256 == other.Frozen?.Controller?.Sha256
        && Parameters.Definitions.All(definition => Parameters[definition.Name].Equals(other.Parameters[definition.Name]));

    /// <summary>The same agent with weights that never change.</summary>
    public LearningAgent Freeze(FrozenPolicy frozen) => new(this, Policy, frozen);

    /// <summary>The same agent, which begins to learn with these weights.</summary>
    public LearningAgent StartAt(FrozenPolicy start) => new(this, Policy, Frozen) { Start = start };

    /// <summary>The same agent, which begins to learn as a clone.</summary>
    public LearningAgent StartAs(ImitationStart imitates) => new(this, Policy, Frozen) { Imitates = imitates };

    /// <summary>The same agent with the weights that it began with, by a policy of its group's own.</summary>
    public LearningAgent Unfreeze() => new(this, policy: null, frozen: null);

    /// <summary>The same agent with the policy of that name.</summary>
    public LearningAgent Named(string policy) => new(this, policy, Frozen);

    /// <summary>All parameters that a scenario can set for an algorithm.</summary>
    public static IReadOnlyList<ParameterDefinition> ParametersOf(AlgorithmDefinition algorithm) => algorithm.AllParameters;

    /// <inheritdoc/>
    public override Func<IStrategy> CreateFactory(StrategyMarket market) => CreateFactory(market, records: Frozen is null && !Algorithm.LearnsFromDemonstrations);

    /// <summary>A factory of the strategy.</summary>
    /// <param name="records">True to record steps: for its own learner, or for one that learns from its demonstrations.</param>
    /// <inheritdoc cref="CreateFactory(StrategyMarket)"/>
    public Func<IStrategy> CreateFactory(StrategyMarket market, bool records)
    {
        var rules = TradingRules.From(Parameters, market);

        // A baseline has no discount, as no learner learns from it.
        double discount = Parameters.Definitions.Any(definition => definition.Name == Discount) ? Parameters[Discount] : 0;
        HierarchyRules? hierarchy = Hierarchy;
        return () => new PolicyStrategy(rules, records, discount, hierarchy);
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string>? parameters, double? learningRate, double? gamma)
    {
        var all = new Dictionary<string, string>(parameters ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach ((string name, double? value) in new[] { ("learningRate", learningRate), (Discount, gamma) })
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
/// <param name="Source">Path of a safetensors file, or a description for messages only.</param>
/// <param name="Sha256">SHA-256 of the file's content, in lower-case hexadecimal.</param>
/// <param name="Weights">As <see cref="Learning.Policies.IPolicy.Weights"/> of the same algorithm and parameters.</param>
public sealed record FrozenPolicy(string Source, string Sha256, ReadOnlyMemory<float> Weights)
{
    /// <summary>The weights of a hierarchical agent's controller; null for an agent that acts by itself.</summary>
    public FrozenPolicy? Controller { get; init; }

    /// <summary>Reads a policy's file for an agent of the same algorithm and parameters.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of another architecture; the message says where and how.</exception>
    public static FrozenPolicy Read(ReadOnlyMemory<byte> content, string source, LearningAgent agent)
    {
        IPolicy policy = NewPolicy(agent);
        ParameterFile.Load(SafetensorsFile.Parse(content, source), agent.Algorithm.LayoutOf(policy), policy.Weights);
        return new FrozenPolicy(source, Convert.ToHexStringLower(SHA256.HashData(content.Span)), policy.Weights.ToArray());
    }

    /// <summary>Reads the initial weights of an agent from the file of a policy of the same layers, for instance of a clone.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of another architecture; the message says where and how.</exception>
    public static FrozenPolicy ReadStart(ReadOnlyMemory<byte> content, string source, LearningAgent agent)
    {
        IPolicy policy = NewPolicy(agent);
        var file = SafetensorsFile.Parse(content, source);
        if (policy is SacPolicy && file.Metadata.TryGetValue("algorithm", out string? algorithm) && algorithm != agent.Algorithm.Title)
        {
            throw new InvalidDataException($"{source} is a policy of {algorithm}; SAC in a market begins with policies of SAC only, because its actor has another head and other activations. Begin ppo or a2c with it, or use ImitationLearning.Start in C#.");
        }

        float[] weights = PolicyStart.Read(file, agent.Algorithm.LayoutOf(policy));
        return new FrozenPolicy(source, Convert.ToHexStringLower(SHA256.HashData(content.Span)), weights);
    }

    /// <summary>Creates a policy with these weights, to act or to export.</summary>
    /// <param name="agent">An agent of the weights' algorithm and parameters.</param>
    public IPolicy CreatePolicy(LearningAgent agent)
    {
        IPolicy policy = NewPolicy(agent);
        Weights.Span.CopyTo(policy.Weights);
        return policy;
    }

    private static IPolicy NewPolicy(LearningAgent agent) => agent.Algorithm.CreatePolicy(new LearningTask(
        agent.ObservationSpace, agent.ActionSpace, Seed: 0, Index: 0, agent.Parameters, StepsPerRound: 1, ExpectedSteps: 1));
}
