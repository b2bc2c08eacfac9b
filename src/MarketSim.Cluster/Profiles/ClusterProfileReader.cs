using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cluster.Profiles;

/// <summary>Reads profiles: YAML with the keys store, seeds, host, port, bind, name, roles, threads, leads, listen, certificate, key, authority and fingerprints, any of which may be left out.</summary>
public static class ClusterProfileReader
{
    private static readonly DocumentKind Profile = new(
        "profile", $"store: {DatabaseAddress.Example}", "it must name at least a store, e.g. store: " + DatabaseAddress.Example);

    /// <summary>Reads a file.</summary>
    /// <exception cref="ScenarioException">The file cannot be read, or something in it is wrong; all of it is listed, a line each.</exception>
    public static ClusterProfile ReadFile(string path) => Read(ReadText(path), path);

    /// <summary>Reads a text.</summary>
    /// <param name="yaml">The content of a profile.</param>
    /// <param name="fileName">For messages, and for the folder that names of files in the profile begin at.</param>
    /// <inheritdoc cref="ReadFile"/>
    public static ClusterProfile Read(string yaml, string fileName) => SectionFile.Read(yaml, fileName, Profile, root =>
    {
        var profile = new ClusterProfile
        {
            Store = ReadAddress(root, "store", fileName),
            Seeds = root.OptionalList("seeds", OrNull(NodeRules.Seeds), null).Value,
            Host = root.Optional("host", OrNull(NodeRules.Host), null, string.Empty).Value,
            Port = root.Optional("port", OrNone(NodeRules.Port), null, string.Empty).Value,
            Bind = root.Optional("bind", OrNull(NodeRules.Host), null, string.Empty).Value,
            Name = root.Optional("name", OrNull(NodeRules.Name), null, string.Empty).Value,
            Roles = root.OptionalList("roles", OrNull(NodeRules.Roles), null).Value,
            Threads = root.Optional("threads", OrNone(NodeRules.Threads), null, string.Empty).Value,
            Leads = root.Optional("leads", OrNone(NodeRules.Leads), null, string.Empty).Value,
            Listen = root.Optional("listen", OrNull(NodeRules.Listen), null, string.Empty).Value,
            Certificate = ReadFileName(root, "certificate", fileName),
            Key = ReadFileName(root, "key", fileName),
            Authority = ReadFileName(root, "authority", fileName),
            Fingerprints = root.OptionalList("fingerprints", OrNull(NodeRules.Fingerprints), null).Value,
        };
        root.Close();
        return profile;
    });

    /// <summary>The store of a profile, for clients, which need nothing else of it.</summary>
    /// <param name="path">Path of the profile.</param>
    /// <param name="passwords">Finds the password that the address does not hold.</param>
    /// <exception cref="ClusterSettingException">The profile names no store, or one that cannot be used.</exception>
    /// <exception cref="ScenarioException">The profile cannot be read.</exception>
    public static StoreAddress ReadStore(string path, PasswordSource passwords)
    {
        ProfileAddress address = ReadFile(path).Store
            ?? throw new ClusterSettingException($"{path} names no store; it must have the key store, e.g. store: {StoreAddress.Example}");
        return StoreAddress.Read(address.Text, address.Source, passwords);
    }

    private static string ReadText(string path) => File.Exists(path)
        ? ScenarioText.ReadFile(path)
        : throw new ScenarioException([new ScenarioProblem(path, 0, "there is no such profile; it is a YAML file with the keys store and seeds", ScenarioProblemCode.Unreadable)]);

    private static ProfileAddress? ReadAddress(SectionReader root, string key, string fileName) =>
        root.Optional(key, OrNull(Rules.FreeText), null, string.Empty).Value is { } text
            ? new ProfileAddress(text, $"{fileName}:{root.LineOf(key)}: {key}")
            : null;

    private static string? ReadFileName(SectionReader root, string key, string profile) =>
        root.Optional(key, OrNull(NodeRules.File), null, string.Empty).Value is { } name
            ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(profile)) ?? string.Empty, name)
            : null;

    private static ValueRule<T?> OrNull<T>(ValueRule<T> rule)
        where T : class => new(rule.Text, text => rule.Parse(text) is { } parsed ? new(parsed.Value) : null);

    private static ValueRule<T?> OrNone<T>(ValueRule<T> rule)
        where T : struct => new(rule.Text, text => rule.Parse(text) is { } parsed ? new(parsed.Value) : null);
}
