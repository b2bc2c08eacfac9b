using MarketSim.Cluster.Profiles;
using MarketSim.Scenarios;

namespace MarketSim.Cluster.Tests.Profiles;

public sealed class ClusterProfileReaderTests
{
    [Fact]
    public void Profile_says_all_that_a_node_can_be_told()
    {
        ClusterProfile profile = ClusterProfileReader.Read(
            """
            # A node.
            store: postgresql://node@database.example/m
            seeds: [market-1.example, market-2.example:4054]
            host: market-1.example
            port: 4055
            bind: 10.0.0.1
            name: market-1
            roles: [market, agents]
            threads: 4
            leads: 2
            listen: 127.0.0.1:9464
            """,
            "node.yaml");

        Assert.Equal(("postgresql://node@database.example/m", "node.yaml:2: store"), (profile.Store!.Text, profile.Store.Source));
        Assert.Equal(["market-1.example:4053", "market-2.example:4054"], profile.Seeds!.Select(seed => seed.ToString()), StringComparer.Ordinal);
        Assert.Equal(("market-1.example", 4055, "10.0.0.1"), (profile.Host, profile.Port, profile.Bind));
        Assert.Equal("market-1", profile.Name);
        Assert.Equal(["agents", "market"], profile.Roles);
        Assert.Equal((4, 2, "127.0.0.1:9464"), (profile.Threads, profile.Leads, profile.Listen!.ToString()));
    }

    [Fact]
    public void Keys_that_are_left_out_are_left_to_the_defaults()
    {
        ClusterProfile profile = ClusterProfileReader.Read("roles: market, market", "node.yaml");

        Assert.Equal(["market"], profile.Roles);
        Assert.Equal(ClusterProfile.Empty, profile with { Roles = null });
    }

    [Fact]
    public void Everything_wrong_is_said_at_once_with_line_value_and_rule()
    {
        ScenarioException refusal = Assert.Throws<ScenarioException>(() => ClusterProfileReader.Read(
            """
            stor: sqlite:store.db
            name: "a b"
            roles: [market, cook]
            threads: 0
            leads: many
            listen: 9464
            """,
            "node.yaml"));

        Assert.Equal(
        [
            "node.yaml:1: stor is not a known key; did you mean store? known are store, seeds, host, port, bind, name, roles, threads, leads, listen, certificate, key, authority, fingerprints",
            "node.yaml:2: name is a b; it must be 1 to 60 letters, digits, - or _, e.g. market-1",
            "node.yaml:3: roles is market,cook; it must be one or more of agents, learner, market, e.g. market,agents",
            "node.yaml:4: threads is 0; it must be a whole number from 1 to 1024, e.g. 4",
            "node.yaml:5: leads is many; it must be a whole number from 0 to 1000, e.g. 1",
            "node.yaml:6: listen is 9464; it must be an IP address and a port, e.g. 127.0.0.1:9464, or [::1]:9464",
        ],
        refusal.Problems.Select(problem => problem.ToString()).ToArray());
    }

    [Theory]
    [InlineData("", "node.yaml:1: the file is empty; it must name at least a store")]
    [InlineData("- store", "node.yaml:1: the profile is a list; it must be a section of keys, e.g. store: ")]
    [InlineData("name: one\nname: two", "node.yaml:2: name is given twice, first in line 1; keep one of them")]
    public void What_is_no_profile_is_called_so(string yaml, string beginning)
    {
        ScenarioException refusal = Assert.Throws<ScenarioException>(() => ClusterProfileReader.Read(yaml, "node.yaml"));

        Assert.StartsWith(beginning, refusal.Message, StringComparison.Ordinal);
    }
}
