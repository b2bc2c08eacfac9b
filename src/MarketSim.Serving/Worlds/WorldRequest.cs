namespace MarketSim.Serving.Worlds;

/// <summary>The kinds of environments that clients can ask for.</summary>
internal static class WorldKinds
{
    public const string OrderBook = "orderbook";
    public const string Bars = "bars";
}

/// <summary>The environments that a client asks for.</summary>
/// <param name="Kind">Of <see cref="WorldKinds"/>.</param>
/// <param name="Scenario">A built-in scenario or a file; null for the kind's own.</param>
/// <param name="Count">Environments that are stepped together, at least 1.</param>
/// <param name="Agents">Names of the agents in each; empty for one that needs no name.</param>
/// <param name="Options">By name, as text.</param>
/// <param name="RestartsItself">True if an environment whose episode is over begins the next one within the same step.</param>
internal sealed record WorldRequest(
    string Kind, string? Scenario, int Count, IReadOnlyList<string> Agents, IReadOnlyDictionary<string, string> Options, bool RestartsItself);
