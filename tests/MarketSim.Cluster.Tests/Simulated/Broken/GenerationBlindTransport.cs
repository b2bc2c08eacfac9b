using System.Diagnostics.Metrics;
using MarketSim.Cluster.Transport;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Tests.Simulated.Broken;

/// <summary>
/// Broken on purpose: takes requests and answers of old generations for those that the newest one waits for. A frame is known by generation and sequence
/// together, so both are made to fit.
/// </summary>
internal sealed class GenerationBlindTransport(ITransport inner) : ITransport
{
    private static readonly Meter Meter = new("MarketSim.Cluster.Tests");

    private readonly FrameReader _reader = new(new FrameFaults(Meter));
    private readonly FrameWriter _writer = new();
    private readonly Dictionary<string, long> _sent = new(StringComparer.Ordinal);
    private long _received;
    private long _newest;

    public async Task<ITransportConnection> ConnectAsync(string inbox, ITransportListener listener, CancellationToken ct) =>
        new Connection(this, await inner.ConnectAsync(inbox, new Listener(this, listener), ct).ConfigureAwait(false));

    private ReadOnlyMemory<byte> Renew(ReadOnlyMemory<byte> body)
    {
        if (!_reader.TryRead(body, out Frame? frame, out _))
        {
            return body;
        }

        FrameHeader header = frame.Header;
        object first = frame.Messages[0].Message;
        if (header.Generation < _newest && IsOfSeat(first))
        {
            foreach (SeatMessage message in frame.Messages)
            {
                _writer.Add(message.Seat, Renewed(message.Message));
            }

            long sequence = IsAnswer(first) ? _sent.GetValueOrDefault(header.Sender) : _received + 1;
            return _writer.Finish(header with { Generation = _newest, Sequence = sequence });
        }

        See(header);
        _received = !IsAnswer(first) && (IsOfSeat(first) || first is PlaceSite) ? header.Sequence : _received;
        return body;
    }

    private void See(in FrameHeader header)
    {
        if (header.Generation > _newest)
        {
            _newest = header.Generation;
            _sent.Clear();
            _received = 0;
        }
    }

    private void Send(string inbox, ReadOnlyMemory<byte> body)
    {
        if (_reader.TryRead(body, out Frame? frame, out _))
        {
            See(frame.Header);
            if (frame.Messages[0].Message is not Ping and not DropSite)
            {
                _sent[inbox] = frame.Header.Sequence;
            }
        }
    }

    private static bool IsAnswer(object message) => message is TickActions or ParticipantReady or ParticipantSaved;

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
            transport.Send(inbox, body);
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
