using System.Diagnostics.Metrics;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Wire;
using MarketSim.Simulation.Participants;

namespace MarketSim.Cluster.Tests.Simulated.Broken;

/// <summary>Loses one frame that opens a tick, the first after <paramref name="afterTick"/>: once, or with all its repeats, as if nobody repeated it.</summary>
internal sealed class FrameLosingPeers(IClusterPorts inner, long afterTick, bool losesRepeats) : IClusterPorts
{
    private static readonly Meter Meter = new("MarketSim.Cluster.Tests");

    private readonly FrameReader _reader = new(new FrameFaults(Meter));
    private FrameHeader? _lost;
    private bool _isSpent;

    public IPeers Attach(IClusterListener listener) => new Peers(this, inner.Attach(listener));

    private bool Loses(ReadOnlyMemory<byte> body)
    {
        if (_isSpent || !_reader.TryRead(body, out Frame? frame, out _) || frame.Messages[0].Message is not TickOpened || frame.Header.Tick <= afterTick)
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
