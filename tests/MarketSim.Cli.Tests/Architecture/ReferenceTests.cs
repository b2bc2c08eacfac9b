using System.Reflection;
using System.Runtime.CompilerServices;

namespace MarketSim.Cli.Tests.Architecture;

public sealed class ReferenceTests
{
    /// <summary>The projects from the lowest floor up, each with the highest ones that it may stand on; it may also name what those may.</summary>
    private static readonly (string Project, string[] Floors)[] House =
    [
        ("MarketSim.Numerics", []),
        ("MarketSim.Market", ["MarketSim.Numerics"]),
        ("MarketSim.Learning", ["MarketSim.Numerics"]),
        ("MarketSim.Learning.Torch", ["MarketSim.Learning"]),
        ("MarketSim.Agents", ["MarketSim.Market", "MarketSim.Learning.Torch"]),
        ("MarketSim.Engine", ["MarketSim.Agents"]),
        ("MarketSim.Environments", ["MarketSim.Engine"]),
        ("MarketSim.Scenarios", ["MarketSim.Environments"]),
        ("MarketSim.Results", ["MarketSim.Scenarios"]),
        ("MarketSim.Simulation", ["MarketSim.Results"]),
        ("MarketSim.Cluster", ["MarketSim.Simulation"]),
        ("MarketSim.Experiments", ["MarketSim.Simulation"]),
        ("MarketSim.Reporting", ["MarketSim.Experiments"]),
        ("MarketSim.Serving", ["MarketSim.Results"]),
        ("MarketSim.Live", ["MarketSim.Reporting"]),
        ("MarketSim.Cli", ["MarketSim.Cluster", "MarketSim.Serving", "MarketSim.Live"]),
    ];

    // Only Agents chooses between the engines of learners.
    private const string Torch = "MarketSim.Learning.Torch";

    private static readonly (string Prefix, string[] Projects)[] Reserved =
    [
        ("System.CommandLine", ["MarketSim.Cli"]),
        ("Spectre.Console", ["MarketSim.Cli"]),
        ("Serilog", ["MarketSim.Cli"]),
        ("Akka", ["MarketSim.Simulation", "MarketSim.Cluster"]),
        ("Microsoft.Data.Sqlite", ["MarketSim.Cluster"]),
        ("Npgsql", ["MarketSim.Cluster"]),
        ("TorchSharp", ["MarketSim.Learning.Torch"]),
        ("YamlDotNet", ["MarketSim.Scenarios"]),
        ("Microsoft.ML.OnnxRuntime", ["MarketSim.Environments", "MarketSim.Cli"]),
    ];

    public static TheoryData<string> Sources => [.. Repository.Sources.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Sources))]
    public void Project_references_only_what_lies_below_it(string name)
    {
        IReadOnlySet<string> below = Below(name);

        Assert.Empty(Repository.Projects[name].References.Except(below, StringComparer.Ordinal));
        Assert.True(name == "MarketSim.Agents" || !Repository.Projects[name].References.Contains(Torch, StringComparer.Ordinal), $"{name} references {Torch}");
    }

    /// <summary>References do not come along with others (src/Directory.Build.props), so what is missing does not build; what is not used must go.</summary>
    [Theory]
    [MemberData(nameof(Sources))]
    public void Project_names_exactly_the_projects_that_it_uses(string name)
    {
        IEnumerable<string> used = Repository.Projects[name].LoadAssembly().GetReferencedAssemblies().Select(assembly => assembly.Name!).Where(assembly => assembly.StartsWith("MarketSim.", StringComparison.Ordinal));

        Assert.Equal(used.Order(StringComparer.Ordinal), Repository.Projects[name].References.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Backbone_of_the_graph_is_in_place()
    {
        string[] arrows =
        [
            "MarketSim.Market -> MarketSim.Numerics",
            "MarketSim.Agents -> MarketSim.Market",
            "MarketSim.Engine -> MarketSim.Agents",
            "MarketSim.Environments -> MarketSim.Engine",
            "MarketSim.Scenarios -> MarketSim.Environments",
            "MarketSim.Results -> MarketSim.Scenarios",
            "MarketSim.Simulation -> MarketSim.Results",
            "MarketSim.Experiments -> MarketSim.Simulation",
            "MarketSim.Reporting -> MarketSim.Experiments",
            "MarketSim.Serving -> MarketSim.Results",
            "MarketSim.Cluster -> MarketSim.Simulation",
            "MarketSim.Cli -> MarketSim.Simulation",
            "MarketSim.Cli -> MarketSim.Cluster",
            "MarketSim.Cli -> MarketSim.Reporting",
            "MarketSim.Live -> MarketSim.Simulation",
            "MarketSim.Live -> MarketSim.Reporting",
            "MarketSim.Cli -> MarketSim.Live",
        ];

        Assert.Superset(
            arrows.ToHashSet(StringComparer.Ordinal),
            Repository.Sources.SelectMany(project => project.References.Select(reference => $"{project.Name} -> {reference}")).ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Packages_with_one_home_are_referenced_nowhere_else(string name)
    {
        foreach ((string prefix, string[] projects) in Reserved.Where(reserved => !reserved.Projects.Contains(name, StringComparer.Ordinal)))
        {
            Assert.DoesNotContain(Repository.Projects[name].Packages, package => package.StartsWith(prefix, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_source_project_but_the_command_line_has_the_banned_symbols()
    {
        string properties = File.ReadAllText(Path.Combine(Repository.Root, "src", "Directory.Build.props"));

        Assert.Contains("<ItemGroup Condition=\"'$(MSBuildProjectName)' != 'MarketSim.Cli'\">", properties, StringComparison.Ordinal);
        Assert.Contains("<AdditionalFiles Include=\"$(MSBuildThisFileDirectory)BannedSymbols.txt\" />", properties, StringComparison.Ordinal);
        Assert.Contains("<PackageReference Include=\"Microsoft.CodeAnalysis.BannedApiAnalyzers\"", properties, StringComparison.Ordinal);
        Assert.All(Repository.Sources, project => Assert.DoesNotContain("BannedApiAnalyzers", project.Content.ToString(), StringComparison.Ordinal));
        Assert.All(Repository.Sources, project => Assert.DoesNotContain("NoWarn", project.Content.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_source_project_has_a_test_project_that_references_it() => Assert.All(
        Repository.Sources,
        project => Assert.Contains(Repository.Projects[$"{project.Name}.Tests"].References, reference => reference == project.Name));

    /// <summary>What another project of src needs is public, with documentation; only tests see what is internal.</summary>
    [Theory]
    [MemberData(nameof(Sources))]
    public void Internals_are_visible_to_tests_only(string name)
    {
        string[] friends = [.. Repository.Projects[name].LoadAssembly().GetCustomAttributes<InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName)];
        string[] tests = [.. Repository.Projects.Values.Where(project => !project.IsSource).Select(project => project.Name)];

        Assert.NotEmpty(friends);
        Assert.Empty(friends.Except(tests, StringComparer.Ordinal));
    }

    private static HashSet<string> Below(string name)
    {
        (string Project, string[] Floors)? room = House.Cast<(string Project, string[] Floors)?>().FirstOrDefault(candidate => candidate!.Value.Project == name);
        Assert.True(room is not null, $"{name} is not a project of the architecture");
        return [.. room.Value.Floors.SelectMany(floor => Below(floor).Append(floor))];
    }
}
