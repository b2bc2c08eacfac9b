using MarketSim.Cli.Clusters;
using MarketSim.Cli.Tests.Architecture;
using MarketSim.Cluster.Store.Postgres;
using MarketSim.Cluster.Transport.RabbitMq;

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
    public void Profile_names_a_broker_and_a_database_that_can_be_connected_to(string path)
    {
        ClusterProfile profile = ClusterProfileReader.ReadFile(Path.Combine(Repository.Root, path));

        RabbitMqOptions broker = BrokerAddress.Read(profile.Broker!.Text, profile.Broker.Source, Passwords);
        PostgresOptions database = DatabaseAddress.Read(profile.Database!.Text, profile.Database.Source, Passwords);

        Assert.Equal("marketsim", broker.VirtualHost);
        Assert.Equal("marketsim", database.Database);
        bool isProduction = path.StartsWith("cluster-config", StringComparison.Ordinal);
        Assert.Equal(isProduction ? "/etc/marketsim/ca.pem" : null, broker.Tls?.AuthorityFile);
        Assert.Equal(isProduction ? DatabaseTls.VerifyFull : DatabaseTls.Off, database.Tls);
    }
}
