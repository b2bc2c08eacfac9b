using YamlDotNet.RepresentationModel;

namespace MarketSim.Cluster.Tests.Operations;

/// <summary>What an operator is given: <c>cluster-config</c> and <c>docker</c>, in the source tree that this test was built from.</summary>
internal static class OperatorFiles
{
    public static string Root => SourceTree.Root;

    /// <summary>Paths below the root, with '/', in ordinal order. Without <c>docker/secrets</c>, where an operator's own passwords may lie.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. new[] { "cluster-config", "docker" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => !path.StartsWith("docker/secrets/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Text(string file) => File.ReadAllText(PathOf(file));

    /// <summary>Lines that say something: no comments, no empty ones.</summary>
    public static IReadOnlyList<string> Settings(string file) =>
        [.. File.ReadLines(PathOf(file)).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];

    /// <summary>The value of <c>key = value</c>, without quotes.</summary>
    public static string Setting(string file, string key)
    {
        string line = Assert.Single(Settings(file), line => line.Split('=')[0].Trim() == key);
        return line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim().Trim('\'', '"');
    }

    public static YamlMappingNode Yaml(string file) => Assert.Single(YamlDocuments(file));

    public static IReadOnlyList<YamlMappingNode> YamlDocuments(string file)
    {
        using var reader = new StringReader(Text(file));
        var stream = new YamlStream();
        stream.Load(reader);
        return [.. stream.Documents.Select(document => Assert.IsType<YamlMappingNode>(document.RootNode))];
    }

    /// <summary>The mapping with what it merges (<c>&lt;&lt;</c>) filled in; its own keys win.</summary>
    public static YamlMappingNode Merged(YamlMappingNode node)
    {
        if (!node.Children.TryGetValue("<<", out YamlNode? merged))
        {
            return node;
        }

        var all = new YamlMappingNode(node.Children.Where(child => child.Key.ToString() != "<<"));
        foreach ((YamlNode key, YamlNode value) in Merged(Assert.IsType<YamlMappingNode>(merged)).Children)
        {
            all.Children.TryAdd(key, value);
        }

        return all;
    }
}
