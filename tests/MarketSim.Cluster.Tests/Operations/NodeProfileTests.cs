using System.Globalization;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Transport.RabbitMq;
using YamlDotNet.RepresentationModel;

namespace MarketSim.Cluster.Tests.Operations;

public sealed class NodeProfileTests
{
    public static TheoryData<string> Nodes => [.. Profiles.Where(file => !IsClient(file))];

    public static TheoryData<string> Clients => [.. Profiles.Where(IsClient)];

    private static IEnumerable<string> Profiles => OperatorFiles.All.Where(file =>
        file.StartsWith("cluster-config/profiles/", StringComparison.Ordinal) || file.StartsWith("docker/nodes/", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Nodes))]
    public void Profile_of_a_node_says_who_it_is_and_what_it_does(string file)
    {
        YamlMappingNode profile = OperatorFiles.Yaml(file);

        Assert.Equal("broker database name roles threads listen", Keys(profile));
        Assert.True(NodeNames.IsValid(Value(profile, "name")));
        string[] roles = [.. Assert.IsType<YamlSequenceNode>(profile["roles"]).Select(role => role.ToString())];
        Assert.NotEmpty(roles);
        Assert.Empty(roles.Except(NodeRoles.All, StringComparer.Ordinal));
        Assert.InRange(int.Parse(Value(profile, "threads"), CultureInfo.InvariantCulture), 1, 1_024);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public void Profile_of_a_client_says_where_the_cluster_is(string file) =>
        Assert.Equal("broker database", Keys(OperatorFiles.Yaml(file)));

    [Theory]
    [MemberData(nameof(Nodes))]
    [MemberData(nameof(Clients))]
    public void Profile_names_the_users_that_have_least_rights(string file)
    {
        YamlMappingNode profile = OperatorFiles.Yaml(file);
        RabbitMqOptions broker = RabbitMqOptions.Parse(Value(profile, "broker"), "from a file");
        var database = new Uri(Value(profile, "database"));

        Assert.Equal(("marketsim", "marketsim"), (broker.UserName, broker.VirtualHost));
        Assert.Equal(("marketsim_node", "/marketsim"), (database.UserInfo, database.AbsolutePath));
    }

    [Fact]
    public void Profiles_for_machines_connect_with_tls() => Assert.All(
        Profiles.Where(file => file.StartsWith("cluster-config/", StringComparison.Ordinal)).Select(OperatorFiles.Yaml),
        profile =>
        {
            Assert.Equal("/etc/marketsim/ca.pem", RabbitMqOptions.Parse(Value(profile, "broker"), "from a file").Tls?.AuthorityFile);
            Assert.Contains("sslmode=verify-full", Value(profile, "database"), StringComparison.Ordinal);
        });

    [Fact]
    public void Names_of_nodes_are_unique_in_each_cluster() => Assert.All(
        Profiles.Where(file => !IsClient(file)).GroupBy(file => file.Split('/')[0], file => Value(OperatorFiles.Yaml(file), "name"), StringComparer.Ordinal),
        names => Assert.Equal(names.Count(), names.Distinct(StringComparer.Ordinal).Count()));

    private static bool IsClient(string file) => file.EndsWith("/client.yaml", StringComparison.Ordinal);

    private static string Keys(YamlMappingNode node) => string.Join(' ', node.Children.Keys);

    private static string Value(YamlMappingNode node, string key) => Assert.IsType<YamlScalarNode>(node[key]).Value!;
}
