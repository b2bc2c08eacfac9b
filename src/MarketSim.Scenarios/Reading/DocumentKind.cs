namespace MarketSim.Scenarios.Reading;

/// <summary>The kind of document that a YAML file is expected to be, for messages about one that is not.</summary>
/// <param name="Name">As in "a file holds one …".</param>
/// <param name="FirstKey">A line that it may begin with.</param>
/// <param name="Remedy">Remedy for an empty file.</param>
public sealed record DocumentKind(string Name, string FirstKey, string Remedy)
{
    /// <summary>A scenario.</summary>
    public static DocumentKind Scenario { get; } = new("scenario", "name: quickstart", "`marketsim scenario show quickstart` prints one to start from");
}
