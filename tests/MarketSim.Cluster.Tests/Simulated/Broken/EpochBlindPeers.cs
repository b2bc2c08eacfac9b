using System.Diagnostics.Metrics;
using MarketSim.Cluster.Transport;
using MarketSim.Cluster.Wire;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Tests.Simulated.Broken;

/// <summary>
/// Broken on purpose: takes answers of old epochs for those that the newest one waits for. A frame may be late for any time: an old answer is kept
/// until one of its kind is awaited from its node, and then comes in the place of the true one. An answer is known by epoch and sequence together,
/// and by its tick, so all are made to fit.
/// </summary>
internal sealed class EpochBlindPeers(ITransport inner) : ITransport
{
    private static readonly Meter Meter = new("MarketSim.Cluster.Tests");

    private readonly FrameReader _reader = new(new FrameFaults(Meter));
    private readonly FrameWriter _writer = new();
    private readonly Dictionary<(string Sender, Type Kind), Frame> _late = [];
    private long _newest;

    public async Task<ITransportConnection> ConnectAsync(string inbox, ITransportListener listener, CancellationToken ct) =>
        new Connection(this, await inner.ConnectAsync(inbox, new Listener(this, listener), ct).ConfigureAwait(false));

    private ReadOnlyMemory<byte> Received(ReadOnlyMemory<byte> body)
    {
        if (!_reader.TryRead(body, out Frame? frame, out _) || frame.Messages[0].Message is not (TickActions or ParticipantReady or ParticipantSaved))
        {
            return body;
        }

        (string Sender, Type Kind) answer = (frame.Header.Sender, frame.Messages[0].Message.GetType());
        if (frame.Header.Epoch < _newest)
        {
            _late[answer] = frame;
            return body;
        }

        return _late.Remove(answer, out Frame? late) && SlotsOf(late).SequenceEqual(SlotsOf(frame)) ? InPlaceOf(frame, late) : body;
    }

    private static IEnumerable<int> SlotsOf(Frame frame) => frame.Messages.Select(message => message.Slot);

    private ReadOnlyMemory<byte> InPlaceOf(Frame frame, Frame late)
    {
        foreach ((SlotMessage now, SlotMessage before) in frame.Messages.Zip(late.Messages))
        {
            _writer.Add(before.Slot, Fitting(before.Message, now.Message));
        }

        return _writer.Finish(frame.Header);
    }

    private object Fitting(object message, object place) => message switch
    {
        TickActions actions => actions with { Epoch = _newest, Tick = ((TickActions)place).Tick },
        ParticipantReady ready => ready with { Epoch = _newest },
        ParticipantSaved saved => saved with { Epoch = _newest },
        _ => message,
    };

    private void Sent(ReadOnlyMemory<byte> body)
    {
        if (_reader.TryRead(body, out Frame? frame, out _))
        {
            _newest = Math.Max(_newest, frame.Header.Epoch);
        }
    }

    private sealed class Connection(EpochBlindPeers transport, ITransportConnection inner) : ITransportConnection
    {
        public string Inbox => inner.Inbox;

        public void Send(string inbox, ReadOnlyMemory<byte> body)
        {
            transport.Sent(body);
            inner.Send(inbox, body);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class Listener(EpochBlindPeers transport, ITransportListener inner) : ITransportListener
    {
        public void Received(ReadOnlyMemory<byte> body) => inner.Received(transport.Received(body));

        public void Undeliverable(string inbox) => inner.Undeliverable(inbox);

        public void Blocked(bool isBlocked) => inner.Blocked(isBlocked);

        public void Lost(string reason) => inner.Lost(reason);
    }
}
