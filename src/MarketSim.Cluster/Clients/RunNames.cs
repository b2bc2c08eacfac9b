using System.Globalization;
using MarketSim.Scenarios;

namespace MarketSim.Cluster.Clients;

/// <summary>The rules of the names of runs in a cluster.</summary>
public static class RunNames
{
    /// <summary>Characters of a name, at most.</summary>
    public const int MaxNameLength = 100;

    /// <summary>The rule, as the end of "it must be …".</summary>
    public const string Rule = "1 to 100 letters, digits, - or _, e.g. nightly-7";

    private const int MaxScenarioNameLength = 50;

    /// <summary>Letters, digits, '-' and '_', up to <see cref="MaxNameLength"/> of them.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxNameLength && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    /// <summary>Scenario, seed and the time: for a run without a given name.</summary>
    public static string ForNewRun(Scenario scenario, TimeProvider timeProvider) =>
        string.Create(CultureInfo.InvariantCulture, $"{Plain(scenario.Name)}-{scenario.Seed}-{timeProvider.GetUtcNow():yyyyMMdd-HHmmss}");

    /// <summary>The name of a scenario in the letters that runs may have.</summary>
    public static string Plain(string scenario) =>
        string.Concat(scenario.Take(MaxScenarioNameLength).Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '-'));
}
