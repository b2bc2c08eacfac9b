namespace MarketSim.Cli.Tests.Architecture;

public sealed class SourceTreeTests
{
    private const int MaxLines = 450;

    private static readonly string[] TopLevel =
    [
        ".ci", ".editorconfig", ".git", ".gitignore", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "LICENSE", "MarketSim.sln", "README.md",
        "cluster-config", "docker", "global.json", "src", "tests",
    ];

    private static readonly string[] NamesThatSayNothing = ["Utils", "Util", "Helpers", "Helper", "Common", "Manager", "Misc", "Interfaces", "Models"];

    [Fact]
    public void Top_level_holds_what_the_architecture_lists()
    {
        IEnumerable<string> ignored = File.ReadAllLines(Path.Combine(Repository.Root, ".gitignore")).Select(line => line.TrimEnd('/'));
        IEnumerable<string> found = Directory.EnumerateFileSystemEntries(Repository.Root).Select(entry => Path.GetFileName(entry));

        Assert.Empty(found.Except(TopLevel, StringComparer.Ordinal).Except(ignored, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("*.cs")]
    [InlineData("*.js")]
    [InlineData("*.css")]
    [InlineData("*.py")]
    public void No_file_is_longer_than_can_be_read(string pattern) => Assert.DoesNotContain(
        Repository.Files(pattern).Select(path => (Path: Path.GetRelativePath(Repository.Root, path), Lines: File.ReadLines(path).Count())),
        file => file.Lines > MaxLines);

    [Fact]
    public void Folder_and_namespace_are_the_same()
    {
        var differing = new List<string>();
        foreach (Project project in Repository.Projects.Values)
        {
            string folder = Path.GetDirectoryName(project.Path)!;
            foreach (string file in Repository.Files("*.cs").Where(file => file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            {
                string below = Path.GetRelativePath(folder, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
                string expected = below == "." ? project.RootNamespace : $"{project.RootNamespace}.{below}";
                string? declared = File.ReadLines(file).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));
                if (declared is not null && declared != $"namespace {expected};")
                {
                    differing.Add($"{Path.GetRelativePath(Repository.Root, file)}: {declared} should be {expected}");
                }
            }
        }

        Assert.Empty(differing);
    }

    [Fact]
    public void Names_say_what_is_inside() => Assert.DoesNotContain(
        Repository.Files("*.cs").Select(path => Path.GetRelativePath(Repository.Root, path)),
        path => path.Split(Path.DirectorySeparatorChar)
            .Select(part => Path.GetFileNameWithoutExtension(part))
            .Any(part => NamesThatSayNothing.Contains(part, StringComparer.OrdinalIgnoreCase)));

    /// <summary>Who reads a name must know what it is. Each project has its own lines of the log.</summary>
    [Fact]
    public void No_two_types_have_one_name()
    {
        IEnumerable<string> twice = Repository.Sources
            .SelectMany(static project => project.LoadAssembly().GetTypes())
            .Where(static type => !type.IsNested && type.Namespace?.StartsWith("MarketSim", StringComparison.Ordinal) == true && type.Name is not "Log" && !type.Name.Contains('<', StringComparison.Ordinal))
            .GroupBy(static type => type.Name.Split('`')[0], StringComparer.Ordinal)
            .Where(static named => named.Select(static type => type.Namespace).Distinct(StringComparer.Ordinal).Count() > 1)
            .Select(static named => string.Join(", ", named.Select(static type => type.FullName)));

        Assert.Empty(twice);
    }

    /// <summary>A library reports by its results and to an IProgress; what is printed is the command line's business.</summary>
    [Fact]
    public void Nothing_below_the_command_line_writes_to_the_console()
    {
        string command = Path.Combine(Repository.Root, "src", "MarketSim.Cli") + Path.DirectorySeparatorChar;

        Assert.DoesNotContain(
            Repository.Files("*.cs").Where(path => path.StartsWith(Path.Combine(Repository.Root, "src"), StringComparison.Ordinal) && !path.StartsWith(command, StringComparison.Ordinal)),
            path => File.ReadLines(path).Any(line => line.Contains("Console.Write", StringComparison.Ordinal) || line.Contains("Console.Out", StringComparison.Ordinal) || line.Contains("Console.Error", StringComparison.Ordinal)));
    }
}
