namespace MarketSim.Scenarios.Reading;

/// <summary>Keys that users look for in the wrong section.</summary>
internal static class MisplacedKeys
{
    /// <summary>The end of a message about a key that the section it stands in does not know; null when there is no such key anywhere.</summary>
    public static string? PlaceOf(string key) => key switch
    {
        "actors" => $"it belongs to a group of agents, beside its type and count, e.g. actors: {ScenarioKeywords.Pooled}",
        _ => null,
    };
}
