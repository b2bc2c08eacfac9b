using MarketSim.Simulation.Scenarios;
using MarketSim.Simulation.Scenarios.Reading;

namespace MarketSim.Cli.Clusters;

/// <summary>Reads profiles: YAML with the keys broker, database, name, roles, threads, leads and listen, any of which may be left out.</summary>
internal static class ClusterProfileReader
{
    private static readonly DocumentKind Profile = new(
        "profile", $"broker: {BrokerAddress.Example}", "it must name at least a database, e.g. database: " + DatabaseAddress.Example);

    /// <exception cref="ScenarioException">The file cannot be read, or something in it is wrong; all of it is listed, a line each.</exception>
    public static ClusterProfile ReadFile(string path) => Read(ReadText(path), path);

    /// <param name="fileName">For messages.</param>
    /// <inheritdoc cref="ReadFile"/>
    public static ClusterProfile Read(string yaml, string fileName) => SectionFile.Read(yaml, fileName, Profile, root =>
    {
        var profile = new ClusterProfile(
            ReadAddress(root, "broker", fileName),
            ReadAddress(root, "database", fileName),
            root.Optional("name", OrNull(NodeRules.Name), null, string.Empty).Value,
            root.OptionalList("roles", OrNull(NodeRules.Roles), null).Value,
            root.Optional("threads", OrNone(NodeRules.Threads), null, string.Empty).Value,
            root.Optional("leads", OrNone(NodeRules.Leads), null, string.Empty).Value,
            root.Optional("listen", OrNull(NodeRules.Listen), null, string.Empty).Value);
        root.Close();
        return profile;
    });

    private static string ReadText(string path) => File.Exists(path)
        ? ScenarioText.ReadFile(path)
        : throw new ScenarioException([new ScenarioProblem(path, 0, "there is no such profile; it is a YAML file with the keys broker and database")]);

    private static ProfileAddress? ReadAddress(SectionReader root, string key, string fileName) =>
        root.Optional(key, OrNull(Rules.FreeText), null, string.Empty).Value is { } text
            ? new ProfileAddress(text, $"{fileName}:{root.LineOf(key)}: {key}")
            : null;

    private static ValueRule<T?> OrNull<T>(ValueRule<T> rule)
        where T : class => new(rule.Text, text => rule.Parse(text) is { } parsed ? new(parsed.Value) : null);

    private static ValueRule<T?> OrNone<T>(ValueRule<T> rule)
        where T : struct => new(rule.Text, text => rule.Parse(text) is { } parsed ? new(parsed.Value) : null);
}
