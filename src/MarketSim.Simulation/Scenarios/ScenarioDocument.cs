namespace MarketSim.Simulation.Scenarios;

/// <summary>The content of a scenario file: a market (<see cref="Scenario"/>) or bars to learn on (<see cref="Bars.BarsScenario"/>).</summary>
public abstract record ScenarioDocument
{
    /// <summary>The key that makes a file a scenario of bars.</summary>
    internal const string BarsKey = "bars";

    public required string Name { get; init; }

    /// <summary>One sentence for lists; may be empty.</summary>
    public string Description { get; init; } = string.Empty;

    public required ulong Seed { get; init; }
}
