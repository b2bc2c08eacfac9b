using MarketSim.Cli.Clusters;
using MarketSim.Cli.Nodes;
using MarketSim.Cluster.Store;

namespace MarketSim.Cli.Tests.Nodes;

public sealed class NodeIdentityTests
{
    [Theory]
    [InlineData("one.example", "one-example-abcdef")]
    [InlineData("", "node-abcdef")]
    public void Default_name_is_the_host_in_letters_that_nodes_may_have(string host, string name)
    {
        Assert.Equal(name, NodeIdentity.DefaultName(host, "abcdef0123"));
        Assert.True(NodeNames.IsValid(NodeIdentity.DefaultName(new string('x', 200), "abcdef0123")));
    }

    [Fact]
    public void Two_starts_on_one_host_differ_in_name_and_process_but_not_in_build_and_arithmetic()
    {
        NodeSettings settings = Settings();

        NodeDescription first = NodeIdentity.Describe(settings);
        NodeDescription second = NodeIdentity.Describe(settings);

        Assert.NotEqual(first.Name, second.Name, StringComparer.Ordinal);
        Assert.NotEqual(first.Process, second.Process, StringComparer.Ordinal);
        Assert.Equal((first.Build, first.Arithmetic, first.Host), (second.Build, second.Arithmetic, second.Host));
        Assert.Equal(64, first.Build.Length);
        Assert.Equal("fixed", NodeIdentity.Describe(settings with { Name = "fixed" }).Name);
    }

    private static NodeSettings Settings() => new()
    {
        Broker = BrokerAddress.Read("amqp://u:p@127.0.0.1", "--broker", PasswordSource.OfProcess),
        Database = DatabaseAddress.Read("postgresql://u:p@127.0.0.1/d", "--database", PasswordSource.OfProcess),
        Roles = NodeRoles.All,
        Threads = 2,
        Leads = 1,
    };
}
