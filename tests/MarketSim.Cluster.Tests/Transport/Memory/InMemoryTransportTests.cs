using MarketSim.Cluster.Transport;
using MarketSim.Cluster.Transport.Memory;

namespace MarketSim.Cluster.Tests.Transport.Memory;

public sealed class InMemoryTransportTests : TransportSuite
{
    private readonly InMemoryBroker _broker = new();

    protected override ITransport Transport => new InMemoryTransport(_broker);

    [Fact]
    public async Task Given_scheduler_decides_when_listeners_hear()
    {
        var scheduled = new Queue<Action>();
        var transport = new InMemoryTransport(new InMemoryBroker(scheduled.Enqueue));
        var listener = new RecordingListener();
        await using ITransportConnection connection = await transport.ConnectAsync("node.a.1", listener, CancellationToken.None);

        connection.Send("node.a.1", Number(1));
        connection.Send("node.a.1", Number(2));
        Assert.True(listener.HeardNothingMore);
        Assert.Single(scheduled);

        scheduled.Dequeue()();
        Assert.Equal(1, Number(await listener.NextBodyAsync()));
        Assert.Equal(2, Number(await listener.NextBodyAsync()));
    }

    [Fact]
    public async Task Listener_that_throws_does_not_keep_the_others_from_hearing()
    {
        var listener = new RecordingListener();
        var transport = new InMemoryTransport(_broker);
        await using ITransportConnection faulty = await transport.ConnectAsync("node.a.1", new RecordingListener(_ => throw new InvalidOperationException("faulty")), CancellationToken.None);
        await using ITransportConnection sound = await transport.ConnectAsync("node.b.1", listener, CancellationToken.None);

        Assert.Throws<InvalidOperationException>(() => faulty.Send("node.a.1", Number(1)));
        sound.Send("node.b.1", Number(2));

        Assert.Equal(2, Number(await listener.NextBodyAsync()));
    }

    protected override Task KillBrokerAsync()
    {
        _broker.Stop();
        return Task.CompletedTask;
    }

    protected override Task StartBrokerAsync()
    {
        _broker.Start();
        return Task.CompletedTask;
    }

    protected override Task BlockBrokerAsync(bool isBlocked)
    {
        _broker.Block(isBlocked);
        return Task.CompletedTask;
    }
}
