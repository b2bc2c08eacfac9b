using System.Globalization;
using MarketSim.Cluster.Membership;
using YamlDotNet.RepresentationModel;

namespace MarketSim.Cluster.Tests.Operations;

/// <summary>What the profiles say beside what the program reads of them (<c>ShippedProfileTests</c>).</summary>
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

        Assert.Equal(
            file.StartsWith("docker/", StringComparison.Ordinal)
                ? "bind host listen name roles seeds store threads"
                : "authority certificate host key listen name roles seeds store threads",
            Keys(profile));
        Assert.True(NodeNames.IsValid(Value(profile, "name")));
        string[] roles = Items(profile, "roles");
        Assert.NotEmpty(roles);
        Assert.Empty(roles.Except(NodeRoles.All, StringComparer.Ordinal));
        Assert.InRange(int.Parse(Value(profile, "threads"), CultureInfo.InvariantCulture), 1, 1_024);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public void Profile_of_a_client_says_where_the_store_is(string file) => Assert.Equal("store", Keys(OperatorFiles.Yaml(file)));

    [Theory]
    [MemberData(nameof(Nodes))]
    [MemberData(nameof(Clients))]
    public void Profile_names_the_database_user_that_has_least_rights(string file)
    {
        var database = new Uri(Value(OperatorFiles.Yaml(file), "store"));

        Assert.Equal(("marketsim_node", "/marketsim"), (database.UserInfo, database.AbsolutePath));
    }

    /// <summary>An authority of the nodes' own: whoever has a certificate of the database's must not be admitted as a node.</summary>
    [Theory]
    [MemberData(nameof(Nodes))]
    public void Profiles_for_machines_trust_one_authority_for_nodes_and_another_for_the_database(string file)
    {
        YamlMappingNode profile = OperatorFiles.Yaml(file);
        if (file.StartsWith("docker/", StringComparison.Ordinal))
        {
            Assert.Contains("sslmode=disable", Value(profile, "store"), StringComparison.Ordinal);
            return;
        }

        Assert.Contains("sslmode=verify-full&rootcert=/etc/marketsim/database-ca.pem", Value(profile, "store"), StringComparison.Ordinal);
        Assert.Equal("/etc/marketsim/ca.pem", Value(profile, "authority"));
    }

    [Fact]
    public void Nodes_of_a_cluster_have_names_of_their_own_and_the_same_seeds_which_are_nodes() => Assert.All(
        Profiles.Where(file => !IsClient(file)).GroupBy(file => file.Split('/')[0], OperatorFiles.Yaml, StringComparer.Ordinal),
        profiles =>
        {
            Assert.Equal(profiles.Count(), profiles.Select(profile => Value(profile, "name")).Distinct(StringComparer.Ordinal).Count());
            string seeds = Assert.Single(profiles.Select(profile => string.Join(' ', Items(profile, "seeds"))).Distinct(StringComparer.Ordinal));
            Assert.Empty(seeds.Split(' ').Except(profiles.Select(profile => Value(profile, "host")), StringComparer.Ordinal));
        });

    private static bool IsClient(string file) => file.EndsWith("/client.yaml", StringComparison.Ordinal);

    private static string Keys(YamlMappingNode node) => string.Join(' ', node.Children.Keys.Select(key => key.ToString()).Order(StringComparer.Ordinal));

    private static string[] Items(YamlMappingNode node, string key) => [.. Assert.IsType<YamlSequenceNode>(node[key]).Select(item => item.ToString())];

    private static string Value(YamlMappingNode node, string key) => Assert.IsType<YamlScalarNode>(node[key]).Value!;
}
