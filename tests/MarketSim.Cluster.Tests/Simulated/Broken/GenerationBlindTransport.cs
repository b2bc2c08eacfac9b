using System.Diagnostics.Metrics;
using MarketSim.Cluster.Transport;
using MarketSim.Cluster.Wire;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Tests.Simulated.Broken;

/// <summary>Broken on purpose: hands frames of old generations to its node as if they were of the newest one that the node knows.</summary>
internal sealed class GenerationBlindTransport(ITransport inner) : ITransport
{
    private static readonly Meter Meter = new("MarketSim.Cluster.Tests");

    private readonly FrameReader _reader = new(new FrameFaults(Meter));
    private readonly FrameWriter _writer = new();
    private long _newest;

    public async Task<ITransportConnection> ConnectAsync(string inbox, ITransportListener listener, CancellationToken ct) =>
        new Connection(this, await inner.ConnectAsync(inbox, new Listener(this, listener), ct).ConfigureAwait(false));

    private ReadOnlyMemory<byte> Renew(ReadOnlyMemory<byte> body)
    {
        if (!_reader.TryRead(body, out Frame? frame, out _) || frame.Header.Generation >= _newest || !frame.Messages.All(message => IsOfSeat(message.Message)))
        {
            See(body);
            return body;
        }

        foreach (SeatMessage message in frame.Messages)
        {
            _writer.Add(message.Seat, Renewed(message.Message));
        }

        return _writer.Finish(frame.Header with { Generation = _newest });
    }

    private void See(ReadOnlyMemory<byte> body)
    {
        if (_reader.TryRead(body, out Frame? frame, out _))
        {
            _newest = Math.Max(_newest, frame.Header.Generation);
        }
    }

    private static bool IsOfSeat(object message) =>
        message is TickOpened or TickActions or PrepareParticipant or ParticipantReady or SaveParticipant or ParticipantSaved;

    private object Renewed(object message) => message switch
    {
        TickOpened opened => opened with { Generation = _newest },
        TickActions actions => actions with { Generation = _newest },
        PrepareParticipant prepare => prepare with { Generation = _newest },
        ParticipantReady ready => ready with { Generation = _newest },
        SaveParticipant save => save with { Generation = _newest },
        ParticipantSaved saved => saved with { Generation = _newest },
        _ => message,
    };

    private sealed class Connection(GenerationBlindTransport transport, ITransportConnection inner) : ITransportConnection
    {
        public string Inbox => inner.Inbox;

        public void Send(string inbox, ReadOnlyMemory<byte> body)
        {
            transport.See(body);
            inner.Send(inbox, body);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class Listener(GenerationBlindTransport transport, ITransportListener inner) : ITransportListener
    {
        public void Received(ReadOnlyMemory<byte> body) => inner.Received(transport.Renew(body));

        public void Undeliverable(string inbox) => inner.Undeliverable(inbox);

        public void Blocked(bool isBlocked) => inner.Blocked(isBlocked);

        public void Lost(string reason) => inner.Lost(reason);
    }
}
