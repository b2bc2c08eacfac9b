namespace MarketSim.Scenarios;

/// <summary>The content of a scenario file: a market (<see cref="Scenario"/>) or bars to learn on (<see cref="Bars.BarsScenario"/>).</summary>
public abstract record ScenarioDocument
{
    /// <summary>The key that makes a file a scenario of bars.</summary>
    internal const string BarsKey = "bars";

    /// <summary>Its name in lists and results.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence for lists; may be empty.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>The seed of everything random.</summary>
    public required ulong Seed { get; init; }
}
