using MarketSim.Cli.Clusters;
using MarketSim.Cli.Tests.Architecture;
using MarketSim.Cluster.Store.Postgres;

namespace MarketSim.Cli.Tests.Clusters;

/// <summary>The profiles that operators begin with are read by the program as it is.</summary>
public sealed class ShippedProfileTests
{
    private static readonly PasswordSource Passwords = new(name => name.EndsWith("_PASSWORD", StringComparison.Ordinal) ? "of-a-test" : null);

    public static TheoryData<string> Profiles =>
    [
        .. new[] { Path.Combine("cluster-config", "profiles"), Path.Combine("docker", "nodes") }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.yaml"))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Profile_names_a_store_that_can_be_connected_to_and_seeds_that_can_be_reached(string path)
    {
        ClusterProfile profile = ClusterProfileReader.ReadFile(Path.Combine(Repository.Root, path));

        PostgresOptions database = DatabaseAddress.Read(profile.Store!.Text, profile.Store.Source, Passwords);

        Assert.Equal("marketsim", database.Database);
        bool isProduction = path.StartsWith("cluster-config", StringComparison.Ordinal);
        Assert.Equal(isProduction ? DatabaseTls.VerifyFull : DatabaseTls.Off, database.Tls);
        Assert.True(profile.Name is null || (profile.Seeds is { Count: > 0 } && profile.Host is not null), "A node needs seeds, and a host by which the others reach it.");
        Assert.DoesNotContain(profile.Seeds ?? [], seed => seed.IsLoopback);
    }
}
