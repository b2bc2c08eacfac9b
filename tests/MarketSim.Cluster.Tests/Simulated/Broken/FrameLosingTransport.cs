using System.Diagnostics.Metrics;
using MarketSim.Cluster.Transport;
using MarketSim.Cluster.Wire;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Tests.Simulated.Broken;

/// <summary>Loses one frame that opens a tick, the first after <paramref name="afterTick"/>: once, or with all its repeats, as if nobody repeated it.</summary>
internal sealed class FrameLosingTransport(ITransport inner, long afterTick, bool losesRepeats) : ITransport
{
    private static readonly Meter Meter = new("MarketSim.Cluster.Tests");

    private readonly FrameReader _reader = new(new FrameFaults(Meter));
    private FrameHeader? _lost;
    private bool _isSpent;

    public async Task<ITransportConnection> ConnectAsync(string inbox, ITransportListener listener, CancellationToken ct) =>
        new Connection(this, await inner.ConnectAsync(inbox, listener, ct).ConfigureAwait(false));

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

    private sealed class Connection(FrameLosingTransport transport, ITransportConnection inner) : ITransportConnection
    {
        public string Inbox => inner.Inbox;

        public void Send(string inbox, ReadOnlyMemory<byte> body)
        {
            if (!transport.Loses(body))
            {
                inner.Send(inbox, body);
            }
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
