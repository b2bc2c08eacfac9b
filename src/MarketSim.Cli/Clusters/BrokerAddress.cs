using MarketSim.Cluster.Transport.RabbitMq;

namespace MarketSim.Cli.Clusters;

/// <summary>
/// <c>amqp(s)://user@host:port/virtual-host</c>; with <c>amqps</c> also
/// <c>?cacertfile=FILE&amp;certfile=FILE&amp;keyfile=FILE&amp;server_name_indication=NAME</c>, as RabbitMQ's own addresses have it.
/// </summary>
internal static class BrokerAddress
{
    public const string Example = "amqp://marketsim@broker.example:5672/marketsim";

    private static readonly string[] KnownSettings = ["cacertfile", "certfile", "keyfile", "server_name_indication"];

    /// <exception cref="ClusterSettingException">The address or a password cannot be used.</exception>
    public static RabbitMqOptions Read(string text, string source, PasswordSource passwords)
    {
        ServiceAddress address = ServiceAddress.Parse(text, source, ["amqp", "amqps"], Example);
        bool isTls = address.Scheme == "amqps";
        return new RabbitMqOptions
        {
            Host = address.Host,
            Port = address.Port ?? (isTls ? RabbitMqOptions.DefaultTlsPort : RabbitMqOptions.DefaultPort),
            UserName = address.User,
            Password = passwords.Broker(address.Password) ?? throw new ClusterSettingException(
                $"There is no password for the broker: {source} names user {address.User}. Set {PasswordSource.BrokerVariable}, or {PasswordSource.BrokerVariable}{PasswordSource.FileSuffix} to the path of a file that holds it"),
            VirtualHost = address.Path.Length > 0 ? address.Path : "/",
            Tls = ReadTls(address, isTls),
        };
    }

    private static RabbitMqTls? ReadTls(ServiceAddress address, bool isTls)
    {
        var tls = new RabbitMqTls();
        foreach ((string name, string value) in address.Settings)
        {
            tls = name switch
            {
                "cacertfile" or "certfile" or "keyfile" or "server_name_indication" when !isTls => throw new ClusterSettingException(
                    $"{address.Source} has the setting {name}, which is for TLS; begin the address with amqps://, or leave the setting out"),
                "cacertfile" => tls with { AuthorityFile = value },
                "certfile" => tls with { CertificateFile = value },
                "keyfile" => tls with { KeyFile = value },
                "server_name_indication" => tls with { ServerName = value },
                _ => throw address.UnknownSetting(name, KnownSettings),
            };
        }

        return isTls ? tls : null;
    }
}
