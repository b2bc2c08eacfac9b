using System.Diagnostics.Metrics;
using MarketSim.Cluster.Transport;
using MarketSim.Cluster.Wire;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.TestNode;

/// <summary>A transport that remembers the last tick that this node, as a leader, opened elsewhere.</summary>
internal sealed class WatchedTransport(ITransport transport) : ITransport
{
    private readonly FrameReader _reader = new(new FrameFaults(new Meter("MarketSim.Cluster.TestNode")));
    private LedTick? _last;

    /// <summary>Null before the first.</summary>
    public LedTick? Last => Volatile.Read(ref _last);

    public async Task<ITransportConnection> ConnectAsync(string inbox, ITransportListener listener, CancellationToken ct) =>
        new WatchedConnection(await transport.ConnectAsync(inbox, listener, ct), this);

    private void Sent(ReadOnlyMemory<byte> body)
    {
        if (_reader.TryRead(body, out Frame? frame, out _) && frame.Messages[0].Message is TickOpened opened)
        {
            Volatile.Write(ref _last, new LedTick(frame.Header.Run, frame.Header.Generation, opened.Market.Tick));
        }
    }

    private sealed class WatchedConnection(ITransportConnection connection, WatchedTransport watch) : ITransportConnection
    {
        public string Inbox => connection.Inbox;

        public void Send(string inbox, ReadOnlyMemory<byte> body)
        {
            watch.Sent(body);
            connection.Send(inbox, body);
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}

/// <summary>A tick that a leader opened.</summary>
internal sealed record LedTick(string Run, long Generation, long Tick);
