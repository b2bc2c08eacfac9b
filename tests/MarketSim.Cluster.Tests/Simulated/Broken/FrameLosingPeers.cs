using System.Diagnostics.Metrics;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Simulation.Participants;

namespace MarketSim.Cluster.Tests.Simulated.Broken;

/// <summary>Loses the first frame that <paramref name="isMeant"/> chooses: once, or with all its repeats, as if nobody repeated it.</summary>
internal sealed class FrameLosingPeers(IClusterPorts inner, Func<Frame, bool> isMeant, bool losesRepeats) : IClusterPorts
{
    private static readonly Meter Meter = new("MarketSim.Cluster.Tests");

    private readonly FrameReader _reader = new(new FrameFaults(Meter));
    private FrameHeader? _lost;
    private bool _isSpent;

    /// <summary>Chooses what opens a tick in the middle of a run.</summary>
    public static bool OpensLateTick(Frame frame) => frame.Messages[0].Message is TickOpened && frame.Header.Tick > 50;

    /// <summary>Chooses what has a node set up its part of a run.</summary>
    public static bool Places(Frame frame) => frame.Messages[0].Message is PlaceParticipants;

    public IPeers Attach(IClusterListener listener) => new Peers(this, inner.Attach(listener));

    private bool Loses(ReadOnlyMemory<byte> body)
    {
        if (_isSpent || !_reader.TryRead(body, out Frame? frame, out _) || !isMeant(frame))
        {
            return false;
        }

        _lost ??= frame.Header;
        _isSpent = !losesRepeats;
        return frame.Header == _lost;
    }

    private sealed class Peers(FrameLosingPeers ports, IPeers inner) : IPeers
    {
        public string Self => inner.Self;

        public void Send(string incarnation, ReadOnlyMemory<byte> frame)
        {
            if (!ports.Loses(frame))
            {
                inner.Send(incarnation, frame);
            }
        }
    }
}
