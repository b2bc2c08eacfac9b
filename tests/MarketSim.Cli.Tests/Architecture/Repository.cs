using System.Reflection;
using System.Xml.Linq;

namespace MarketSim.Cli.Tests.Architecture;

/// <summary>The source tree that this test was built from.</summary>
internal static class Repository
{
    private static readonly string[] Generated = ["bin", "obj", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root => SourceTree.Root;

    /// <summary>Projects by name, those of the tests included.</summary>
    public static IReadOnlyDictionary<string, Project> Projects { get; } = Files("*.csproj")
        .Select(path => new Project(path, XDocument.Load(path)))
        .ToDictionary(project => project.Name, StringComparer.Ordinal);

    public static IEnumerable<Project> Sources => Projects.Values.Where(project => project.IsSource).OrderBy(project => project.Name, StringComparer.Ordinal);

    /// <summary>Files that people write, by pattern.</summary>
    public static IEnumerable<string> Files(string pattern) =>
        new[] { "src", "tests" }.SelectMany(folder => Files(Path.Combine(Root, folder), pattern));

    private static IEnumerable<string> Files(string folder, string pattern) => Directory.EnumerateFiles(folder, pattern).Concat(
        Directory.EnumerateDirectories(folder)
            .Where(below => !Generated.Contains(Path.GetFileName(below), StringComparer.Ordinal))
            .SelectMany(below => Files(below, pattern)));
}

internal sealed record Project(string Path, XDocument Content)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public bool IsSource => System.IO.Path.GetRelativePath(Repository.Root, Path).StartsWith($"src{System.IO.Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    public IReadOnlyList<string> References =>
        [.. Items("ProjectReference").Select(reference => System.IO.Path.GetFileNameWithoutExtension(reference.Replace('\\', '/')))];

    public IReadOnlyList<string> Packages => [.. Items("PackageReference")];

    public string RootNamespace => Content.Descendants("RootNamespace").FirstOrDefault()?.Value ?? Name;

    /// <summary>The compiled project, which lies beside this test.</summary>
    public Assembly LoadAssembly() => Assembly.Load(Content.Descendants("AssemblyName").FirstOrDefault()?.Value ?? Name);

    private IEnumerable<string> Items(string kind) =>
        Content.Descendants(kind).Select(item => item.Attribute("Include")?.Value).OfType<string>();
}
