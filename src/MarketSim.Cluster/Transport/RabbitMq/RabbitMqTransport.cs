using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace MarketSim.Cluster.Transport.RabbitMq;

/// <summary>
/// Inboxes are queues of a RabbitMQ broker (3.10 or later), exclusive to their connection and transient. Nothing reconnects by itself: who
/// loses a connection makes another, under another inbox.
/// </summary>
public sealed class RabbitMqTransport(RabbitMqOptions options, TimeProvider time, ILogger logger) : ITransport
{
    /// <inheritdoc />
    public async Task<ITransportConnection> ConnectAsync(string inbox, ITransportListener listener, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(inbox);
        var connection = new RabbitMqConnection(inbox, listener, options, time, logger);
        using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        Task opening = Task.CompletedTask;
        try
        {
            // The library takes seconds to give up a server that is silent; a cancelled wait does not.
            opening = connection.OpenAsync(Factory(), either.Token);
            await opening.WaitAsync(either.Token).ConfigureAwait(false);
            return connection;
        }
        catch (Exception failure)
        {
            _ = connection.AbandonAsync(opening);
            ct.ThrowIfCancellationRequested();
            throw ConnectFailure.Explain(failure, options, inbox);
        }
    }

    private ConnectionFactory Factory() => new()
    {
        HostName = options.Host,
        Port = options.Port,
        VirtualHost = options.VirtualHost,
        UserName = options.UserName,
        Password = options.Password,
        Ssl = options.Tls?.ToSslOption(options.Host) ?? new SslOption(),
        AutomaticRecoveryEnabled = false,
        TopologyRecoveryEnabled = false,
        RequestedHeartbeat = options.Heartbeat,
        RequestedConnectionTimeout = options.ConnectTimeout,
        HandshakeContinuationTimeout = options.ConnectTimeout,
        ContinuationTimeout = options.ConnectTimeout,
        ConsumerDispatchConcurrency = 1,
    };
}
