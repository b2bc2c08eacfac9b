using MarketSim.Cluster.Local;
using MarketSim.Cluster.Tests.Local;
using MarketSim.Cluster.Transport.RabbitMq;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Cluster.Tests.Transport.RabbitMq;

/// <summary>One real broker for all tests that need one; its start takes seconds.</summary>
[CollectionDefinition(Name)]
public sealed class RabbitMqCollection : ICollectionFixture<RabbitMqFixture>
{
    public const string Name = "RabbitMQ";
}

/// <summary>A private broker with a plain and a TLS port.</summary>
public sealed class RabbitMqFixture : IAsyncLifetime
{
    public const string Password = "a-password-that-no-message-shows";

    private readonly int _tlsPort = LoopbackPorts.Free(1)[0];

    public RabbitMqFixture()
    {
        Certificates = TestCertificates.Create(TestServices.NewFolder("certificates"));
        Broker = new LocalBroker(
            new LocalBrokerOptions
            {
                Folder = TestServices.NewFolder("broker"),
                Password = Password,
                Settings =
                [
                    $"listeners.ssl.1 = 127.0.0.1:{_tlsPort}",
                    $"ssl_options.cacertfile = {Certificates.AuthorityFile}",
                    $"ssl_options.certfile = {Certificates.ServerFile}",
                    $"ssl_options.keyfile = {Certificates.ServerKeyFile}",
                    "ssl_options.verify = verify_peer",
                    "ssl_options.fail_if_no_peer_cert = true",
                ],
            },
            TimeProvider.System);
    }

    public LocalBroker Broker { get; }

    internal TestCertificates Certificates { get; }

    public RabbitMqOptions Options => new()
    {
        Host = Broker.Host,
        Port = Broker.Port,
        UserName = Broker.UserName,
        Password = Password,
    };

    /// <summary>Everything that a client needs to be let in by TLS.</summary>
    public RabbitMqOptions TlsOptions => Options with
    {
        Port = _tlsPort,
        Tls = new RabbitMqTls
        {
            ServerName = TestCertificates.ServerName,
            AuthorityFile = Certificates.AuthorityFile,
            CertificateFile = Certificates.ClientFile,
            KeyFile = Certificates.ClientKeyFile,
        },
    };

    public static RabbitMqTransport Transport(RabbitMqOptions options) => new(options, TimeProvider.System, NullLogger.Instance);

    public Task InitializeAsync() => Broker.StartAsync(CancellationToken.None);

    public async Task DisposeAsync()
    {
        await Broker.DisposeAsync();
        Certificates.Delete();
    }
}
