using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace MarketSim.Cluster.Transport.RabbitMq;

/// <summary>
/// Two connections to the broker, as one that is blocked for publishing must not keep messages from coming in. The end of either, or of a
/// channel, or of the inbox, is the end of both.
/// </summary>
internal sealed class RabbitMqConnection : ITransportConnection
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly RabbitMqOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ListenerGate _gate;
    private readonly PublishWindow _window;
    private readonly Publisher _publisher;
    private readonly List<IConnection> _connections = [];
    private ITimer? _watchdog;

    public RabbitMqConnection(string inbox, ITransportListener listener, RabbitMqOptions options, TimeProvider time, ILogger logger)
    {
        Inbox = inbox;
        _options = options;
        _time = time;
        _logger = logger;
        _gate = new ListenerGate(listener);
        _window = new PublishWindow(options.UnconfirmedBytes, time);
        _publisher = new Publisher(_window, Lose);
    }

    public string Inbox { get; }

    public void Send(string inbox, ReadOnlyMemory<byte> body)
    {
        SendArguments.Check(inbox, body);
        _publisher.Enqueue(inbox, body);
    }

    /// <summary>Connects and opens the inbox; the listener may hear from it before this returns.</summary>
    public async Task OpenAsync(ConnectionFactory factory, CancellationToken ct)
    {
        IChannel sending = await OpenChannelAsync(factory, "sends", isConfirmed: true, ct).ConfigureAwait(false);
        IChannel receiving = await OpenChannelAsync(factory, "receives", isConfirmed: false, ct).ConfigureAwait(false);
        await receiving.QueueDeclareAsync(Inbox, durable: false, exclusive: true, autoDelete: true, arguments: null, cancellationToken: ct).ConfigureAwait(false);
        await receiving.BasicQosAsync(0, _options.Prefetch, global: false, ct).ConfigureAwait(false);

        ListenToSending(_connections[0], sending);
        _publisher.Start(sending);
        await receiving.BasicConsumeAsync(Inbox, autoAck: false, new InboxConsumer(receiving, _gate, Lose), ct).ConfigureAwait(false);

        TimeSpan period = TimeSpan.FromTicks(Math.Min(_options.PublishTimeout.Ticks / 4, TimeSpan.TicksPerSecond));
        _watchdog = _time.CreateTimer(_ => Watch(), null, period, period);
        if (_gate.Open() is { } reason)
            throw new TransportException($"RabbitMQ at {_options}: the connection was lost as soon as it was made: {reason}", isPermanent: false);

        _logger.BrokerConnected(_options.ToString(), Inbox);
    }

    /// <summary>Gives up a connection that could not be opened, without a word to the listener; it never throws, and need not be waited for.</summary>
    public async Task AbandonAsync(Task opening)
    {
        _gate.Close();
        await opening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DiscardAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_gate.Close())
        {
            await Within(_options.FlushTimeout, _publisher.FlushAsync()).ConfigureAwait(false);
            await Within(2 * CloseTimeout, DiscardAsync()).ConfigureAwait(false);
        }
    }

    private async Task<IChannel> OpenChannelAsync(ConnectionFactory factory, string purpose, bool isConfirmed, CancellationToken ct)
    {
        IConnection connection = await factory.CreateConnectionAsync($"{Inbox} {purpose}", ct).ConfigureAwait(false);
        _connections.Add(connection);
        connection.ConnectionShutdownAsync += (_, end) =>
        {
            Lose(ConnectionEnd.Describe(end));
            return Task.CompletedTask;
        };

        var options = new CreateChannelOptions(isConfirmed, publisherConfirmationTrackingEnabled: false);
        return await connection.CreateChannelAsync(options, ct).ConfigureAwait(false);
    }

    private void ListenToSending(IConnection connection, IChannel channel)
    {
        connection.ConnectionBlockedAsync += (_, blocked) => Block(true, blocked.Reason);
        connection.ConnectionUnblockedAsync += (_, _) => Block(false, "");
        channel.ChannelShutdownAsync += (_, end) =>
        {
            Lose(ConnectionEnd.Describe(end));
            return Task.CompletedTask;
        };
        channel.BasicAcksAsync += (_, confirmed) =>
        {
            _window.Settle(confirmed.DeliveryTag, confirmed.Multiple);
            return Task.CompletedTask;
        };
        channel.BasicNacksAsync += (_, refused) =>
        {
            // A queue that is full or has failed: its node does not take what is sent to it, and the message is gone.
            foreach (string inbox in _window.Settle(refused.DeliveryTag, refused.Multiple))
                _gate.Undeliverable(inbox);

            return Task.CompletedTask;
        };
        channel.BasicReturnAsync += (_, returned) =>
        {
            _gate.Undeliverable(returned.RoutingKey);
            return Task.CompletedTask;
        };
    }

    private Task Block(bool isBlocked, string reason)
    {
        if (isBlocked)
            _logger.BrokerBlocks(Inbox, reason);
        else
            _logger.BrokerUnblocks(Inbox);

        _window.Block(isBlocked);
        _gate.Blocked(isBlocked);
        return Task.CompletedTask;
    }

    private void Watch()
    {
        TimeSpan stalled = _window.Stalled();
        if (stalled > _options.PublishTimeout)
            Lose($"the broker has taken nothing for {stalled.TotalSeconds:0.#} s");
    }

    private void Lose(string reason)
    {
        if (!_gate.Lost(reason))
            return;

        _logger.BrokerLost(_options.ToString(), Inbox, reason);
        _ = DiscardAsync();
    }

    /// <summary>Closes both connections; it never throws, and need not be waited for: a hung connection may take its time.</summary>
    private async Task DiscardAsync()
    {
        _publisher.Close();
        if (_watchdog is { } watchdog)
            await watchdog.DisposeAsync().ConfigureAwait(false);

        // Not on the library's own thread, which may have brought the news of the loss and must be free to close.
        await Task.Yield();
        await Task.WhenAll(_connections.Select(CloseAsync)).ConfigureAwait(false);
    }

    private async Task CloseAsync(IConnection connection)
    {
        try
        {
            await connection.AbortAsync(CloseTimeout).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            _logger.ClosingFails(Inbox, failure.Message);
        }
    }

    private async Task Within(TimeSpan limit, Task task)
    {
        try
        {
            await task.WaitAsync(limit, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // What was under way is lost, as with any loss of a connection.
        }
    }
}
