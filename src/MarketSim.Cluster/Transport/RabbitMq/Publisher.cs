using System.Threading.Channels;
using RabbitMQ.Client;

namespace MarketSim.Cluster.Transport.RabbitMq;

/// <summary>
/// Publishes what is sent, in order, on one channel that it alone uses. The broker confirms every message, so that a broker that has stopped
/// taking them is noticed; nobody waits for a single confirmation.
/// </summary>
internal sealed class Publisher
{
    private static readonly BasicProperties Transient = new() { DeliveryMode = DeliveryModes.Transient };

    // Whoever sends while nothing is under way publishes on its own thread: publishing only copies the body and never waits there, while to wake
    // another thread up would cost every tick of a run its time.
    private readonly Channel<(string Inbox, ReadOnlyMemory<byte> Body)> _queue =
        Channel.CreateUnbounded<(string, ReadOnlyMemory<byte>)>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });

    private readonly PublishWindow _window;
    private readonly Action<string> _fail;
    private Task _pump = Task.CompletedTask;

    /// <param name="fail">Told the reason when nothing can be published any more.</param>
    public Publisher(PublishWindow window, Action<string> fail)
    {
        _window = window;
        _fail = fail;
    }

    public void Start(IChannel channel) => _pump = PumpAsync(channel);

    /// <summary>Never waits; does nothing after the end.</summary>
    public void Enqueue(string inbox, ReadOnlyMemory<byte> body) => _queue.Writer.TryWrite((inbox, body));

    /// <summary>Takes nothing more; returns when what waits is with the broker, or the connection has ended.</summary>
    public async Task FlushAsync()
    {
        _queue.Writer.TryComplete();
        await _pump.ConfigureAwait(false);
        await _window.EmptyAsync().ConfigureAwait(false);
    }

    /// <summary>Gives up what waits.</summary>
    public void Close()
    {
        _queue.Writer.TryComplete();
        _window.Close();
    }

    private async Task PumpAsync(IChannel channel)
    {
        try
        {
            await foreach ((string inbox, ReadOnlyMemory<byte> body) in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                if (!await _window.EnterAsync(inbox, body.Length).ConfigureAwait(false))
                    return;

                // No token: a publish that is given up half-way would leave the channel in an unknown state. The watchdog ends it with the connection.
                await channel.BasicPublishAsync("", inbox, mandatory: true, Transient, body, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception failure)
        {
            _fail($"publishing failed: {failure.Message}");
        }
    }
}
