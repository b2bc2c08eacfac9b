using MarketSim.Cli.Nodes;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Profiles;

namespace MarketSim.Cli.Tests.Nodes;

public sealed class NodeIdentityTests
{
    [Fact]
    public void Two_starts_on_one_host_differ_in_name_but_not_in_build_and_arithmetic()
    {
        NodeSettings settings = Settings();

        NodeDescription first = NodeIdentity.Describe(settings);
        NodeDescription second = NodeIdentity.Describe(settings);

        Assert.NotEqual(first.Name, second.Name, StringComparer.Ordinal);
        Assert.Equal((first.Build, first.Arithmetic, first.Host), (second.Build, second.Arithmetic, second.Host));
        Assert.Equal(64, first.Build.Length);
        Assert.Equal("fixed", NodeIdentity.Describe(settings with { Name = "fixed" }).Name);
    }

    private static NodeSettings Settings() => new()
    {
        Store = StoreAddress.Read("sqlite:store.db", "--store", PasswordSource.OfProcess),
        Address = new NodeAddress { Host = "127.0.0.1", Seeds = ["127.0.0.1:4053"] },
        Roles = NodeRoles.All,
        Threads = 2,
        Leads = 1,
    };
}
