using System.Reflection;
using MarketSim.Agents.Parameters;

namespace MarketSim.Scenarios.Reading;

/// <summary>The scenarios that come with the program.</summary>
public static class ScenarioCatalog
{
    private const string Prefix = "MarketSim.Scenarios.";

    private static readonly Assembly Assembly = typeof(ScenarioCatalog).Assembly;

    // Names of 0.3.0, taken for this version.
    private static readonly Dictionary<string, string> FormerNames = new(StringComparer.Ordinal)
    {
        ["market-school"] = "multi-agent-training",
        ["bars-school"] = "bar-training",
    };

    /// <summary>The names in alphabetical order, without former ones.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>True when a built-in scenario has this name, or had it in the version before.</summary>
    public static bool Contains(string name) => Names.Contains(PresentNameOf(name), StringComparer.Ordinal);

    /// <summary>A note for a user who names a scenario by its former name; null for any other name.</summary>
    public static string? FindFormerNameNote(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return FormerNames.TryGetValue(name, out string? present) ? $"the scenario {name} is called {present} now; the next version does not take the former name" : null;
    }

    /// <summary>The YAML of a scenario, with its comments.</summary>
    /// <exception cref="ArgumentException">There is no such scenario.</exception>
    public static string Text(string name)
    {
        using Stream stream = Assembly.GetManifestResourceStream(Prefix + PresentNameOf(name))
            ?? throw new ArgumentException(UnknownMessage(name), nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>A scenario that is a market.</summary>
    /// <exception cref="ArgumentException">There is no such scenario.</exception>
    /// <exception cref="ScenarioException">It is one of bars.</exception>
    public static Scenario Read(string name) => ScenarioReader.Read(Text(name), $"{name}.yaml");

    /// <summary>Says that a name is unknown, which one may have been meant, and what there is.</summary>
    public static string UnknownMessage(string name) => $"{name} is not a built-in scenario; {NearestName.Suggest(name, Names)}";

    private static string PresentNameOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return FormerNames.GetValueOrDefault(name, name);
    }
}
