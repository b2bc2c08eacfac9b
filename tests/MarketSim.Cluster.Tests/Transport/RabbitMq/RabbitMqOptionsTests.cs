using MarketSim.Cluster.Transport.RabbitMq;

namespace MarketSim.Cluster.Tests.Transport.RabbitMq;

public sealed class RabbitMqOptionsTests
{
    [Fact]
    public void Address_gives_everything_but_the_password()
    {
        RabbitMqOptions options = RabbitMqOptions.Parse(
            "amqps://market%40sim@broker.example:5999/runs%2Flive?cacertfile=/etc/ca.pem&certfile=/etc/c.pem&keyfile=/etc/c.key&server_name_indication=mq", "pw-1");

        Assert.Equal(("broker.example", 5999, "market@sim", "pw-1", "runs/live"), (options.Host, options.Port, options.UserName, options.Password, options.VirtualHost));
        Assert.Equal(
            new RabbitMqTls { AuthorityFile = "/etc/ca.pem", CertificateFile = "/etc/c.pem", KeyFile = "/etc/c.key", ServerName = "mq" }, options.Tls);
    }

    [Theory]
    [InlineData("amqp://user@host", 5672, false)]
    [InlineData("amqps://user@host/", 5671, true)]
    public void Address_without_port_and_virtual_host_means_the_usual_ones(string address, int port, bool isTls)
    {
        RabbitMqOptions options = RabbitMqOptions.Parse(address, "pw-1");

        Assert.Equal((port, "/", isTls), (options.Port, options.VirtualHost, options.Tls is not null));
    }

    [Theory]
    [InlineData("http://user@host", "must be like amqp://")]
    [InlineData("broker.example", "must be like amqp://")]
    [InlineData("amqp://host", "names no user")]
    [InlineData("amqp://user:hidden@host", "holds a password")]
    [InlineData("amqp://user@host?certfile=/c.pem", "begin with amqps://")]
    [InlineData("amqps://user@host?cafile=/c.pem", "known are cacertfile")]
    [InlineData("amqps://user@host?certfile=", "without a value")]
    public void Address_that_is_wrong_is_refused_with_the_reason(string address, string reason)
    {
        var refusal = Assert.Throws<FormatException>(() => RabbitMqOptions.Parse(address, "pw-1"));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_never_shows_the_password()
    {
        var options = new RabbitMqOptions { Host = "host", UserName = "user", Password = "hidden" };

        Assert.Equal("amqp://user@host:5672/%2F", options.ToString());
    }
}
