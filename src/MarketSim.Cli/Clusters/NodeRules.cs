using System.Globalization;
using MarketSim.Cluster.Store;
using MarketSim.Simulation.Scenarios.Reading;

namespace MarketSim.Cli.Clusters;

/// <summary>What the settings of a node may be, on the command line as in a profile.</summary>
internal static class NodeRules
{
    private const int MostThreads = 1_024;
    private const int MaxLeads = 1_000;

    public static ValueRule<string> Name { get; } = new(
        $"1 to {NodeNames.LongestName} letters, digits, - or _, e.g. market-1",
        text => NodeNames.IsValid(text) ? new(text) : null);

    public static ValueRule<int> Threads { get; } = Count(1, MostThreads, "4");

    public static ValueRule<int> Leads { get; } = Count(0, MaxLeads, "1");

    public static ValueRule<ListenAddress> Listen { get; } = new(
        ListenAddress.Rule,
        text => ListenAddress.TryParse(text) is { } address ? new(address) : null);

    public static ValueRule<IReadOnlyList<string>> Roles { get; } = new(
        $"one or more of {string.Join(", ", NodeRoles.All)}, e.g. market,agents",
        text => ParseRoles(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>In ordinal order, each once.</summary>
    public static Parsed<IReadOnlyList<string>>? ParseRoles(IReadOnlyList<string> roles) =>
        roles.Count > 0 && roles.All(role => NodeRoles.All.Contains(role, StringComparer.Ordinal))
            ? new([.. roles.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)])
            : null;

    private static ValueRule<int> Count(int least, int most, string example) => new(
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}, e.g. {example}"),
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? new(value) : null);
}
