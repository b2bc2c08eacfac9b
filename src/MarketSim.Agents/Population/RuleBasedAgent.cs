using MarketSim.Agents.Parameters;
using MarketSim.Agents.Strategies;

namespace MarketSim.Agents.Population;

/// <summary>An agent that follows a strategy.</summary>
public sealed class RuleBasedAgent : MarketAgent
{
    /// <summary>An agent that follows a strategy of <see cref="StrategyCatalog"/>.</summary>
    /// <param name="strategy">Its name, e.g. <c>momentum</c>.</param>
    /// <param name="parameters">By name, as written in a scenario; a missing one takes its default.</param>
    /// <exception cref="ArgumentException">The strategy or a parameter is not known, or a value is not allowed.</exception>
    public RuleBasedAgent(string strategy, IReadOnlyDictionary<string, string>? parameters = null)
        : this(StrategyCatalog.Find(strategy ?? throw new ArgumentNullException(nameof(strategy))) ?? throw new ArgumentException(StrategyCatalog.UnknownMessage(strategy), nameof(strategy)), parameters)
    {
    }

    /// <summary>An agent that follows a strategy of the caller's own.</summary>
    /// <exception cref="ArgumentException">A parameter is not known, or a value is not allowed.</exception>
    public RuleBasedAgent(StrategyDefinition strategy, IReadOnlyDictionary<string, string>? parameters = null)
    {
        Definition = strategy;
        Parameters = new ParameterSet(strategy.Parameters, parameters ?? new Dictionary<string, string>(StringComparer.Ordinal));
    }

    /// <summary>The strategy that it follows.</summary>
    public StrategyDefinition Definition { get; }

    /// <inheritdoc/>
    public override string Type => Definition.Name;

    /// <inheritdoc/>
    public override ParameterSet Parameters { get; }

    /// <inheritdoc/>
    public override Func<IStrategy> CreateFactory(StrategyMarket market) => Definition.CreateFactory(Parameters, market);
}
