
namespace MarketSim.Scenarios.Reading;

/// <summary>The source of the files that a scenario names.</summary>
/// <param name="folder">Folder that their paths are relative to.</param>
/// <param name="contents">By their SHA-256, for a scenario that came with its files; null to read them from the disk.</param>
public sealed class ScenarioFileSource(string folder, IReadOnlyDictionary<string, byte[]>? contents)
{
    private const string DigestKey = "sha256";

    /// <summary>Contents by SHA-256; null where files are read from the disk.</summary>
    public IReadOnlyDictionary<string, byte[]>? Contents => contents;

    /// <summary>The path of a file that the scenario names.</summary>
    public string FullPathOf(string path) => Path.GetFullPath(Path.Combine(folder, path));

    /// <summary>The SHA-256 of each file that a resolved scenario names.</summary>
    /// <exception cref="YamlDotNet.Core.YamlException">The text is no YAML.</exception>
    public static IReadOnlyList<string> DigestsIn(string yaml)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var digests = new List<string>();

        // Most scenarios name no file, and a node reads a scenario at every recovery.
        if (yaml.Contains(DigestKey, StringComparison.Ordinal))
        {
            Collect(YamlTree.Read(yaml, DocumentKind.Scenario), digests);
        }

        return digests;
    }

    private static void Collect(YamlNode node, List<string> digests)
    {
        switch (node)
        {
            case YamlSection section:
                foreach (YamlEntry entry in section.Entries)
                {
                    if (entry.Key == DigestKey && entry.Value is YamlText digest)
                    {
                        digests.Add(digest.Text);
                    }

                    Collect(entry.Value, digests);
                }

                break;
            case YamlList list:
                foreach (YamlNode item in list.Items)
                {
                    Collect(item, digests);
                }

                break;
        }
    }
}
