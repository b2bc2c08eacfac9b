using System.Globalization;
using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Nodes;
using YamlDotNet.RepresentationModel;

namespace MarketSim.Cluster.Tests.Operations;

public sealed class KubernetesTests
{
    private static readonly IReadOnlyList<YamlMappingNode> Objects = OperatorFiles.YamlDocuments("cluster-config/kubernetes/marketsim.yaml");

    public static TheoryData<string> Roles => [.. RolesWithPods];

    private static IEnumerable<string> RolesWithPods => Objects.Where(item => Text(item, "kind") == "StatefulSet").Select(item => Text(item, "metadata", "name"));

    [Fact]
    public void Every_role_of_a_node_has_pods() =>
        Assert.Equal(NodeRoles.All.Order(StringComparer.Ordinal), RolesWithPods.Order(StringComparer.Ordinal));

    [Fact]
    public void Pods_are_found_by_name_before_they_are_ready()
    {
        YamlMappingNode service = Find("Service", "nodes");

        Assert.Equal(("None", "true"), (Text(service, "spec", "clusterIP"), Text(service, "spec", "publishNotReadyAddresses")));
        Assert.Contains(NodeAddress.DefaultPort.ToString(CultureInfo.InvariantCulture), Ports(service, "spec"), StringComparer.Ordinal);
        Assert.All(RolesWithPods, role => Assert.Equal("nodes", Text(Find("StatefulSet", role), "spec", "serviceName")));
    }

    [Fact]
    public void Seeds_are_pods_that_exist()
    {
        string profile = Text(Find("ConfigMap", "node"), "data", "node.yaml");
        string[] seeds = profile.Split('\n')[0]["seeds: [".Length..^1].Split(", ");
        int replicas = int.Parse(Text(Find("StatefulSet", "market"), "spec", "replicas"), CultureInfo.InvariantCulture);

        Assert.Equal(Enumerable.Range(0, replicas).Select(number => $"market-{number}.nodes.marketsim.svc.cluster.local"), seeds, StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Pod_is_probed_where_a_node_answers_and_has_the_time_to_hand_over(string role)
    {
        YamlMappingNode pod = Pod(role);
        YamlMappingNode node = Container(role);

        Assert.Equal("/health/live", Text(node, "livenessProbe", "httpGet", "path"));
        Assert.Equal("/health/ready", Text(node, "readinessProbe", "httpGet", "path"));
        Assert.InRange(
            int.Parse(Text(pod, "terminationGracePeriodSeconds"), CultureInfo.InvariantCulture), new NodeTimings().Leaving.TotalSeconds + 10, double.MaxValue);
        Assert.Contains($"--roles={role}", Items(node, "args"), StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Pod_has_no_root_and_secrets_as_files_only(string role)
    {
        YamlMappingNode node = Container(role);

        Assert.Equal("true", Text(Pod(role), "securityContext", "runAsNonRoot"));
        Assert.Equal(("false", "true"), (Text(node, "securityContext", "allowPrivilegeEscalation"), Text(node, "securityContext", "readOnlyRootFilesystem")));
        Assert.Equal(["ALL"], Items(Mapping(node, "securityContext", "capabilities"), "drop"));
        Assert.DoesNotContain(
            Assert.IsType<YamlSequenceNode>(node["env"]).Cast<YamlMappingNode>(),
            variable => variable["name"].ToString().EndsWith("PASSWORD", StringComparison.Ordinal));
        Assert.DoesNotContain(Objects, item => Text(item, "kind") == "Secret");
    }

    private static YamlMappingNode Find(string kind, string name) =>
        Assert.Single(Objects, item => Text(item, "kind") == kind && Text(item, "metadata", "name") == name);

    private static YamlMappingNode Pod(string role) => Mapping(Find("StatefulSet", role), "spec", "template", "spec");

    private static YamlMappingNode Container(string role) =>
        Assert.IsType<YamlMappingNode>(Assert.Single(Assert.IsType<YamlSequenceNode>(Pod(role)["containers"])));

    private static IEnumerable<string> Ports(YamlMappingNode node, string key) =>
        Assert.IsType<YamlSequenceNode>(node[key]["ports"]).Select(port => port["port"].ToString());

    private static IReadOnlyList<string> Items(YamlMappingNode node, string key) => [.. Assert.IsType<YamlSequenceNode>(node[key]).Select(item => item.ToString())];

    private static YamlMappingNode Mapping(YamlMappingNode node, params ReadOnlySpan<string> path)
    {
        foreach (string key in path)
        {
            node = Assert.IsType<YamlMappingNode>(node[key]);
        }

        return node;
    }

    private static string Text(YamlMappingNode node, params ReadOnlySpan<string> path) =>
        Assert.IsType<YamlScalarNode>(Mapping(node, path[..^1])[path[^1]]).Value!;
}
