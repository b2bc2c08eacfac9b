using MarketSim.Cluster.Profiles;
using MarketSim.Cluster.Store.Postgres;
using MarketSim.Cluster.Tests.Operations;

namespace MarketSim.Cluster.Tests.Profiles;

/// <summary>The profiles that operators begin with are read by the program as it is.</summary>
public sealed class ShippedProfileTests
{
    private static readonly PasswordSource Passwords = new(name => name.EndsWith("_PASSWORD", StringComparison.Ordinal) ? "of-a-test" : null);

    public static TheoryData<string> Profiles =>
    [
        .. OperatorFiles.All.Where(file => file.EndsWith(".yaml", StringComparison.Ordinal)
            && (file.StartsWith("cluster-config/profiles/", StringComparison.Ordinal) || file.StartsWith("docker/nodes/", StringComparison.Ordinal))),
    ];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Profile_names_a_store_that_can_be_connected_to_and_seeds_that_can_be_reached(string path)
    {
        ClusterProfile profile = ClusterProfileReader.ReadFile(OperatorFiles.PathOf(path));

        PostgresOptions database = DatabaseAddress.Read(profile.Store!.Text, profile.Store.Source, Passwords);

        Assert.Equal("marketsim", database.Database);
        bool isProduction = path.StartsWith("cluster-config", StringComparison.Ordinal);
        Assert.Equal(isProduction ? DatabaseTls.VerifyFull : DatabaseTls.Off, database.Tls);
        Assert.True(profile.Name is null || (profile.Seeds is { Count: > 0 } && profile.Host is not null), "A node needs seeds, and a host by which the others reach it.");
        Assert.DoesNotContain(profile.Seeds ?? [], seed => seed.IsLoopback);
    }
}
