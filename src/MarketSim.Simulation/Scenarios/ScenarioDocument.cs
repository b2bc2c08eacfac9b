namespace MarketSim.Simulation.Scenarios;

/// <summary>What a scenario file holds: a market (<see cref="Scenario"/>) or bars to learn on (<see cref="Bars.BarsScenario"/>).</summary>
public abstract record ScenarioDocument
{
    public required string Name { get; init; }

    /// <summary>One sentence for lists; may be empty.</summary>
    public string Description { get; init; } = string.Empty;

    public required ulong Seed { get; init; }
}
