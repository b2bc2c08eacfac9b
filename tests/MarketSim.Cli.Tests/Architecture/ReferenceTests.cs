namespace MarketSim.Cli.Tests.Architecture;

public sealed class ReferenceTests
{
    /// <summary>Who may know whom. What is not here may not be.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["MarketSim.Numerics"] = [],
        ["MarketSim.Market"] = ["MarketSim.Numerics"],
        ["MarketSim.Learning"] = ["MarketSim.Numerics"],
        ["MarketSim.Learning.Torch"] = ["MarketSim.Learning"],
        ["MarketSim.Agents"] = ["MarketSim.Market", "MarketSim.Learning", "MarketSim.Learning.Torch"],
        ["MarketSim.Engine"] = ["MarketSim.Agents"],
        ["MarketSim.Environments"] = ["MarketSim.Engine"],
        ["MarketSim.Simulation"] = ["MarketSim.Environments"],
        ["MarketSim.Cluster"] = ["MarketSim.Simulation"],
        ["MarketSim.Reporting"] = ["MarketSim.Simulation", "MarketSim.Learning"],
        ["MarketSim.Live"] = ["MarketSim.Simulation", "MarketSim.Reporting"],
        ["MarketSim.Serving"] = ["MarketSim.Simulation", "MarketSim.Reporting"],
        ["MarketSim.Cli"] =
        [
            "MarketSim.Numerics", "MarketSim.Market", "MarketSim.Learning", "MarketSim.Agents", "MarketSim.Engine",
            "MarketSim.Environments", "MarketSim.Simulation", "MarketSim.Cluster", "MarketSim.Reporting", "MarketSim.Serving", "MarketSim.Live",
        ],
    };

    private static readonly (string Prefix, string[] Projects)[] Reserved =
    [
        ("System.CommandLine", ["MarketSim.Cli"]),
        ("Spectre.Console", ["MarketSim.Cli"]),
        ("Serilog", ["MarketSim.Cli"]),
        ("Akka", ["MarketSim.Simulation", "MarketSim.Cluster"]),
        ("Microsoft.Data.Sqlite", ["MarketSim.Cluster"]),
        ("Npgsql", ["MarketSim.Cluster"]),
        ("TorchSharp", ["MarketSim.Learning.Torch"]),
        ("YamlDotNet", ["MarketSim.Simulation"]),
        ("Microsoft.ML.OnnxRuntime", ["MarketSim.Environments", "MarketSim.Cli"]),
    ];

    public static TheoryData<string> Sources => [.. Repository.Sources.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Sources))]
    public void Project_references_only_what_lies_below_it(string name)
    {
        Assert.True(Allowed.TryGetValue(name, out string[]? allowed), $"{name} is not a project of the architecture");
        Assert.Empty(Repository.Projects[name].References.Except(allowed, StringComparer.Ordinal));
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
            "MarketSim.Simulation -> MarketSim.Environments",
            "MarketSim.Reporting -> MarketSim.Simulation",
            "MarketSim.Serving -> MarketSim.Simulation",
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
}
