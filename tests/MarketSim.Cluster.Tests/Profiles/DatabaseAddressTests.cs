using MarketSim.Cluster.Profiles;
using MarketSim.Cluster.Store.Postgres;

namespace MarketSim.Cluster.Tests.Profiles;

public sealed class DatabaseAddressTests
{
    [Fact]
    public void Address_names_user_host_port_database_and_tls()
    {
        PostgresOptions options = Read("postgresql://node@database.example:5433/market?sslmode=verify-full&rootcert=/etc/ca.pem");

        Assert.Equal(("node", "database.example", 5433, "market"), (options.User, options.Host, options.Port, options.Database));
        Assert.Equal((DatabaseTls.VerifyFull, "/etc/ca.pem", "from-environment"), (options.Tls, options.RootCertificate, options.Password));
    }

    [Theory]
    [InlineData("postgres://node@database.example/market", DatabaseTls.Off)]
    [InlineData("postgresql://node@database.example/market?sslmode=disable", DatabaseTls.Off)]
    [InlineData("postgresql://node@database.example/market?sslmode=require", DatabaseTls.Require)]
    public void Sslmode_says_how_the_connection_is_protected(string address, DatabaseTls tls)
    {
        PostgresOptions options = Read(address);

        Assert.Equal((tls, 5432), (options.Tls, options.Port));
    }

    [Theory]
    [InlineData("postgresql://node:s3cret@database.example", "names no database")]
    [InlineData("mysql://node:s3cret@database.example/market", "begins with postgresql:// or postgres://")]
    [InlineData("postgresql://node:s3cret@database.example/market?sslmode=prefer", "sslmode=prefer; it must be disable, require or verify-full")]
    [InlineData("postgresql://node:s3cret@database.example/market?rootcert=/etc/ca.pem", "add sslmode=verify-full")]
    [InlineData("postgresql://node:s3cret@database.example/market?sslmod=require", "did you mean sslmode?")]
    public void Address_that_is_wrong_is_explained_without_its_password(string address, string explanation)
    {
        ClusterSettingException refusal = Assert.Throws<ClusterSettingException>(() => Read(address));

        Assert.StartsWith("cluster.yaml:2: database ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(explanation, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refusal.Message, StringComparison.Ordinal);
    }

    private static PostgresOptions Read(string address) =>
        DatabaseAddress.Read(address, "cluster.yaml:2: database", new PasswordSource(name => name == PasswordSource.DatabaseVariable ? "from-environment" : null));
}
