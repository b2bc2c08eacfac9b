using MarketSim.Cli.Clusters;
using MarketSim.Cluster.Transport.RabbitMq;

namespace MarketSim.Cli.Tests.Clusters;

public sealed class BrokerAddressTests
{
    private static readonly PasswordSource Passwords = new(name => name == PasswordSource.BrokerVariable ? "from-environment" : null);

    [Fact]
    public void Address_names_user_host_port_and_virtual_host()
    {
        RabbitMqOptions options = Read("amqp://mar%40ket@broker.example:5673/team%2Fone");

        Assert.Equal(("mar@ket", "broker.example", 5673, "team/one"), (options.UserName, options.Host, options.Port, options.VirtualHost));
        Assert.Equal("from-environment", options.Password);
        Assert.Null(options.Tls);
    }

    [Fact]
    public void Short_address_means_the_usual_port_and_the_first_virtual_host()
    {
        RabbitMqOptions plain = Read("amqp://market@broker.example");
        RabbitMqOptions secure = Read("amqps://market@broker.example");

        Assert.Equal((5672, "/"), (plain.Port, plain.VirtualHost));
        Assert.Equal((5671, "/"), (secure.Port, secure.VirtualHost));
        Assert.NotNull(secure.Tls);
    }

    [Fact]
    public void Settings_of_tls_name_files_and_the_server()
    {
        RabbitMqTls? tls = Read("amqps://market@10.0.0.1/m?cacertfile=/etc/ca.pem&certfile=/etc/me.pem&keyfile=/etc/me.key&server_name_indication=broker.example").Tls;

        Assert.Equal(new RabbitMqTls { AuthorityFile = "/etc/ca.pem", CertificateFile = "/etc/me.pem", KeyFile = "/etc/me.key", ServerName = "broker.example" }, tls);
    }

    [Fact]
    public void Password_in_the_address_counts_and_is_never_shown()
    {
        RabbitMqOptions options = Read("amqp://market:s3cret%21@broker.example/m");

        Assert.Equal("s3cret!", options.Password);
        Assert.DoesNotContain("s3cret", options.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://market:s3cret@broker.example/m", "begins with amqp:// or amqps://")]
    [InlineData("s3cret", "begins with amqp:// or amqps://")]
    [InlineData("amqp://broker.example/m?password=s3cret", "names no user")]
    [InlineData("amqp://market:s3cret@broker.example/m?cacertfile=/etc/ca.pem", "begin the address with amqps://")]
    [InlineData("amqps://market:s3cret@broker.example/m?cacertfil=/etc/ca.pem", "did you mean cacertfile?")]
    [InlineData("amqps://market:s3cret@broker.example/m?cacertfile", "without a value")]
    public void Address_that_is_wrong_is_explained_without_its_password(string address, string explanation)
    {
        ClusterSettingException refusal = Assert.Throws<ClusterSettingException>(() => Read(address));

        Assert.StartsWith("--broker ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(explanation, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_password_is_explained_by_the_variables_to_set()
    {
        ClusterSettingException refusal = Assert.Throws<ClusterSettingException>(() => BrokerAddress.Read("amqp://market@broker.example", "--broker", new PasswordSource(_ => null)));

        Assert.Contains("Set MARKETSIM_BROKER_PASSWORD, or MARKETSIM_BROKER_PASSWORD_FILE", refusal.Message, StringComparison.Ordinal);
    }

    private static RabbitMqOptions Read(string address) => BrokerAddress.Read(address, "--broker", Passwords);
}
