using System.Diagnostics.Metrics;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Elements;
using MarketSim.Simulation.Participants;

namespace MarketSim.Cluster.Tests.Simulated.Broken;

/// <summary>
/// Broken on purpose: takes answers of old epochs for those that the newest one waits for. A frame may be late for any time: an old answer is kept
/// until one of its kind is awaited from its node, and then comes in the place of the true one. An answer is known by epoch and sequence together,
/// and by its tick, so all are made to fit.
/// </summary>
internal sealed class EpochBlindPeers(IClusterPorts inner) : IClusterPorts
{
    private static readonly Meter Meter = new("MarketSim.Cluster.Tests");

    private readonly FrameReader _reader = new(new FrameFaults(Meter));
    private readonly FrameWriter _writer = new();
    private readonly Dictionary<(string Sender, Type Kind), Frame> _late = [];
    private long _newest;

    public IPeers Attach(IClusterListener listener) => new Peers(this, inner.Attach(new Listener(this, listener)));

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

    private sealed class Peers(EpochBlindPeers ports, IPeers inner) : IPeers
    {
        public string Self => inner.Self;

        public void Send(string incarnation, ReadOnlyMemory<byte> frame)
        {
            ports.Sent(frame);
            inner.Send(incarnation, frame);
        }
    }

    private sealed class Listener(EpochBlindPeers ports, IClusterListener inner) : IClusterListener
    {
        public void Received(ReadOnlyMemory<byte> frame) => inner.Received(ports.Received(frame));

        public void MembersChanged(MembershipView view) => inner.MembersChanged(view);

        public void AssociationLost(string incarnation, string reason) => inner.AssociationLost(incarnation, reason);
    }
}
