using System.Threading.Channels;
using MarketSim.Cluster.Transport;

namespace MarketSim.Cluster.Tests.Transport;

/// <summary>What a listener heard, in order. It notices calls that overlap, and calls after the loss.</summary>
internal sealed class RecordingListener : ITransportListener
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<Heard> _heard = Channel.CreateUnbounded<Heard>();
    private readonly Action<ReadOnlyMemory<byte>>? _whenReceived;
    private int _callsUnderWay;
    private int _faults;
    private volatile bool _isLost;

    public RecordingListener(Action<ReadOnlyMemory<byte>>? whenReceived = null) => _whenReceived = whenReceived;

    public abstract record Heard;

    public sealed record Body(ReadOnlyMemory<byte> Bytes) : Heard;

    public sealed record NoInbox(string Inbox) : Heard;

    public sealed record Block(bool IsBlocked) : Heard;

    public sealed record Loss(string Reason) : Heard;

    public bool HeardNothingMore => !_heard.Reader.TryPeek(out _);

    public bool IsLost => _isLost;

    public void Received(ReadOnlyMemory<byte> body)
    {
        Hear(new Body(body));
        _whenReceived?.Invoke(body);
    }

    public void Undeliverable(string inbox) => Hear(new NoInbox(inbox));

    public void Blocked(bool isBlocked) => Hear(new Block(isBlocked));

    public void Lost(string reason)
    {
        Hear(new Loss(reason));
        _isLost = true;
    }

    public async Task<Heard> NextAsync()
    {
        Heard next = await _heard.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(0, Volatile.Read(ref _faults));
        return next;
    }

    /// <summary>The next thing heard, which must be of this kind.</summary>
    public async Task<T> NextAsync<T>()
        where T : Heard => Assert.IsType<T>(await NextAsync());

    public async Task<byte[]> NextBodyAsync() => (await NextAsync<Body>()).Bytes.ToArray();

    private void Hear(Heard heard)
    {
        if (Interlocked.Increment(ref _callsUnderWay) != 1 || _isLost)
            Interlocked.Increment(ref _faults);

        _heard.Writer.TryWrite(heard);
        Interlocked.Decrement(ref _callsUnderWay);
    }
}
