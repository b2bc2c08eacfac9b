using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace MarketSim.Cluster.Transport.RabbitMq;

/// <summary>Hands every message of the inbox to the listener. It is acknowledged afterwards, so that the broker, not this process, keeps what a slow listener has not heard.</summary>
internal sealed class InboxConsumer(IChannel channel, ListenerGate gate, Action<string> fail) : AsyncDefaultBasicConsumer(channel)
{
    public override async Task HandleBasicDeliverAsync(
        string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey,
        IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        try
        {
            // The library reuses the body's memory when this call returns.
            gate.Received(body.ToArray());
        }
        catch (Exception fault)
        {
            // A message is lost for the listener; only a new connection, with all that follows from it, makes good for that.
            fail($"the listener failed: {fault.Message}");
            return;
        }

        try
        {
            await Channel.BasicAckAsync(deliveryTag, multiple: false, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            fail($"acknowledging failed: {failure.Message}");
        }
    }

    public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        fail("the inbox was deleted on the broker");
        return Task.CompletedTask;
    }

    public override Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason)
    {
        fail(ConnectionEnd.Describe(reason));
        return Task.CompletedTask;
    }
}
