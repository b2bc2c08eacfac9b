using System.Threading.Channels;

namespace MarketSim.Live.Serving;

/// <summary>One open page. It has room for a few frames; a page that reads more slowly loses the oldest and is sent a whole page when it reads again.</summary>
internal sealed class Viewer
{
    private const int FramesKept = 4;

    private readonly Channel<byte[]> _frames;
    private long _lost;
    private int _hasLost = 1;

    public Viewer()
    {
        _frames = Channel.CreateBounded<byte[]>(
            new BoundedChannelOptions(FramesKept) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ =>
            {
                Interlocked.Increment(ref _lost);
                Volatile.Write(ref _hasLost, 1);
            });
    }

    /// <summary>Frames that it was too slow for.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    public ChannelReader<byte[]> Frames => _frames.Reader;

    /// <summary>Never waits.</summary>
    public void Offer(byte[] frame) => _frames.Writer.TryWrite(frame);

    public void End() => _frames.Writer.TryComplete();

    /// <summary>True when the viewer needs a whole page: it is new, or has lost a frame since the last call.</summary>
    public bool TakeNeedsWhole() => Interlocked.Exchange(ref _hasLost, 0) == 1;
}
