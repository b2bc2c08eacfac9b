using MarketSim.Cluster.Transport;

namespace MarketSim.Cluster.Observing;

/// <summary>Counts what another transport carries.</summary>
internal sealed class MeasuredTransport(ITransport transport) : ITransport
{
    public async Task<ITransportConnection> ConnectAsync(string inbox, ITransportListener listener, CancellationToken ct)
    {
        try
        {
            ITransportConnection connection = await transport.ConnectAsync(inbox, new Listener(listener), ct).ConfigureAwait(false);
            ClusterMeters.Connected(ConnectionOutcome.Opened);
            return new Connection(connection);
        }
        catch (TransportException)
        {
            ClusterMeters.Connected(ConnectionOutcome.Failed);
            throw;
        }
    }

    private sealed class Connection(ITransportConnection connection) : ITransportConnection
    {
        public string Inbox => connection.Inbox;

        public void Send(string inbox, ReadOnlyMemory<byte> body)
        {
            connection.Send(inbox, body);
            ClusterMeters.Carried(FrameDirection.Out, frames: 1, body.Length);
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }

    private sealed class Listener(ITransportListener listener) : ITransportListener
    {
        public void Received(ReadOnlyMemory<byte> body)
        {
            ClusterMeters.Carried(FrameDirection.In, frames: 1, body.Length);
            listener.Received(body);
        }

        public void Undeliverable(string inbox)
        {
            ClusterMeters.CameBack();
            listener.Undeliverable(inbox);
        }

        public void Blocked(bool isBlocked) => listener.Blocked(isBlocked);

        public void Lost(string reason)
        {
            ClusterMeters.Connected(ConnectionOutcome.Lost);
            listener.Lost(reason);
        }
    }
}
