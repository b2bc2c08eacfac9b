using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace MarketSim.Cluster.Tests.Operations;

public sealed partial class ContainerTests
{
    private const string Dockerfile = "docker/Dockerfile";

    private static readonly YamlMappingNode Compose = OperatorFiles.Yaml("docker/compose.yaml");

    public static TheoryData<string> Services => [.. Mapping(Compose, "services").Children.Keys.Select(name => name.ToString())];

    public static TheoryData<string> Nodes => ["market-1", "agents-1", "agents-2", "learner-1"];

    [Fact]
    public void Cluster_has_the_services_that_a_run_needs() => Assert.Superset(
        new HashSet<string>(["database", "schema", "market-1", "agents-1", "agents-2", "learner-1"], StringComparer.Ordinal),
        Mapping(Compose, "services").Children.Keys.Select(name => name.ToString()).ToHashSet(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_has_a_pinned_image_no_root_and_no_way_to_get_it(string name)
    {
        YamlMappingNode service = Service(name);

        Assert.Matches(PinnedImage(), service["image"].ToString());
        Assert.DoesNotContain(service["user"].ToString().Split(':')[0], new[] { "", "0", "root" }, StringComparer.Ordinal);
        Assert.Equal("true", service["read_only"].ToString());
        Assert.Equal(["ALL"], Items(service, "cap_drop"));
        Assert.Equal(["no-new-privileges:true"], Items(service, "security_opt"));
        Assert.False(service.Children.ContainsKey("privileged"));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_publishes_on_loopback_or_not_at_all(string name) =>
        Assert.All(Items(Service(name), "ports"), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_gets_passwords_as_files_only(string name)
    {
        YamlMappingNode service = Service(name);
        string[] known = [.. Mapping(Compose, "secrets").Children.Keys.Select(key => key.ToString())];

        Assert.Empty(Items(service, "secrets").Except(known, StringComparer.Ordinal));
        if (service.Children.ContainsKey("environment"))
        {
            Assert.All(
                Mapping(service, "environment").Children.Where(variable => variable.Key.ToString().Contains("PASSWORD", StringComparison.Ordinal)),
                variable => Assert.Equal((true, true), (variable.Key.ToString().EndsWith("_FILE", StringComparison.Ordinal), variable.Value.ToString().StartsWith("/run/secrets/", StringComparison.Ordinal))));
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Files_that_a_service_mounts_exist(string name)
    {
        IEnumerable<string> sources = Items(Service(name), "volumes").Where(volume => volume[0] == '.').Select(volume => volume.Split(':')[0]);

        Assert.All(sources, source => Assert.True(Path.Exists(Path.Combine(OperatorFiles.PathOf("docker"), source)), source));
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public void Node_starts_after_database_and_schema_and_has_limits(string name)
    {
        YamlMappingNode service = Service(name);
        YamlMappingNode needs = Mapping(service, "depends_on");

        Assert.Equal("service_healthy", Mapping(needs, "database")["condition"].ToString());
        Assert.Equal("service_completed_successfully", Mapping(needs, "schema")["condition"].ToString());
        Assert.Equal("cpus memory", Keys(Mapping(Mapping(Mapping(service, "deploy"), "resources"), "limits")));
        Assert.Equal([$"./nodes/{name}.yaml:/etc/marketsim/node.yaml:ro"], Items(service, "volumes"));
    }

    [Fact]
    public void Database_that_nodes_wait_for_says_when_it_is_healthy() =>
        Assert.NotEmpty(Items(Mapping(Service("database"), "healthcheck"), "test"));

    /// <summary>Files of the build at the top of the repository are imported by every project: an image that lacks one is another build.</summary>
    [Fact]
    public void Image_is_built_with_all_files_of_the_build()
    {
        string[] files = [.. Directory.EnumerateFiles(OperatorFiles.Root, "Directory.*").Select(path => Path.GetFileName(path)), "global.json"];

        string[] copied = [.. OperatorFiles.Settings(Dockerfile).Where(line => line.StartsWith("COPY ", StringComparison.Ordinal)).SelectMany(line => line.Split(' '))];
        IReadOnlyList<string> seen = OperatorFiles.Settings("docker/Dockerfile.dockerignore");
        Assert.All(files, file => Assert.Contains(file, copied, StringComparer.Ordinal));
        Assert.All(files, file => Assert.Contains("!" + file, seen, StringComparer.Ordinal));
    }

    [Fact]
    public void Image_is_built_in_stages_of_pinned_versions_and_runs_without_root()
    {
        string[] lines = [.. OperatorFiles.Settings(Dockerfile)];
        string[] versions = [.. lines.Where(line => line.StartsWith("ARG ", StringComparison.Ordinal)).Select(line => line.Split('=')[1])];

        Assert.Equal(2, lines.Count(line => line.StartsWith("FROM ", StringComparison.Ordinal)));
        Assert.All(versions, version => Assert.Matches(Version(), version));
        Assert.Equal("USER 10001:10001", Assert.Single(lines, line => line.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal));
    }

    [Fact]
    public void Image_is_built_from_sources_that_exist()
    {
        IEnumerable<string> sources = OperatorFiles.Settings(Dockerfile)
            .Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1]);

        Assert.All(sources, source => Assert.True(Path.Exists(OperatorFiles.PathOf(source)), source));
    }

    private static YamlMappingNode Service(string name) => OperatorFiles.Merged(Mapping(Mapping(Compose, "services"), name));

    private static YamlMappingNode Mapping(YamlMappingNode node, string key) => Assert.IsType<YamlMappingNode>(node[key]);

    private static string Keys(YamlMappingNode node) => string.Join(' ', node.Children.Keys);

    private static IReadOnlyList<string> Items(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out YamlNode? items) ? [.. Assert.IsType<YamlSequenceNode>(items).Select(item => item.ToString())] : [];

    [GeneratedRegex(@"^[a-z]+:[0-9]+\.[0-9.]+[a-z0-9.-]*$", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PinnedImage();

    [GeneratedRegex(@"^[0-9]+\.[0-9]+\.[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Version();
}
