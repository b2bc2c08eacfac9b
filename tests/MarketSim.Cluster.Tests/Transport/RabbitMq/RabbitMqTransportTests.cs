using MarketSim.Cluster.Transport;

namespace MarketSim.Cluster.Tests.Transport.RabbitMq;

[Collection(RabbitMqCollection.Name)]
public sealed class RabbitMqTransportTests(RabbitMqFixture fixture) : TransportSuite
{
    protected override ITransport Transport => RabbitMqFixture.Transport(fixture.Options);

    protected override Task KillBrokerAsync() => fixture.Broker.KillAsync();

    protected override Task StartBrokerAsync() => fixture.Broker.StartAsync(CancellationToken.None);

    protected override Task BlockBrokerAsync(bool isBlocked) =>
        fixture.Broker.ControlAsync(["set_vm_memory_high_watermark", isBlocked ? "0.0000001" : "0.4"], CancellationToken.None);
}
