using MarketSim.Cluster.Transport;
using MarketSim.Cluster.Wire;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.TestNode;

/// <summary>A transport that remembers the last tick that this node, as a leader, opened elsewhere.</summary>
internal sealed class WatchedTransport(ITransport transport) : ITransport
{
    private readonly FrameReader _reader = new(new FrameFaults(new System.Diagnostics.Metrics.Meter("MarketSim.Cluster.TestNode")));
    private long _generation;
    private long _tick = -1;

    /// <summary>Generation and tick of the last tick opened.</summary>
    public (long Generation, long Tick) Last => (Volatile.Read(ref _generation), Volatile.Read(ref _tick));

    public async Task<ITransportConnection> ConnectAsync(string inbox, ITransportListener listener, CancellationToken ct) =>
        new WatchedConnection(await transport.ConnectAsync(inbox, listener, ct), this);

    private void Sent(ReadOnlyMemory<byte> body)
    {
        if (_reader.TryRead(body, out Frame? frame, out _) && frame.Messages[0].Message is TickOpened opened)
        {
            Volatile.Write(ref _tick, opened.Market.Tick);
            Volatile.Write(ref _generation, frame.Header.Generation);
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
