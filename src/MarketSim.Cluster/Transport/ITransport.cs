namespace MarketSim.Cluster.Transport;

/// <summary>
/// Moves bodies of bytes between the inboxes of nodes: at most once, in order from one sender to one inbox. Anything may be lost, and a lost
/// connection may lose what was under way; whoever needs an answer asks again.
/// </summary>
public interface ITransport
{
    /// <summary>Connects, opens an inbox of one's own, and begins to deliver to the listener.</summary>
    /// <param name="inbox">A name nobody else uses; the inbox goes with the connection.</param>
    /// <exception cref="TransportException">The broker cannot be reached, or refuses.</exception>
    Task<ITransportConnection> ConnectAsync(string inbox, ITransportListener listener, CancellationToken ct);
}

/// <summary>A connection of one incarnation of a node. Once lost it never comes back; connect again, under another inbox.</summary>
public interface ITransportConnection : IAsyncDisposable
{
    string Inbox { get; }

    /// <summary>Sends and does not wait. On a lost connection it does nothing: the listener has been told.</summary>
    /// <param name="body">Not changed by the caller any more.</param>
    /// <exception cref="ArgumentException">The body is longer than <see cref="TransportLimits.LongestBody"/>.</exception>
    void Send(string inbox, ReadOnlyMemory<byte> body);
}

/// <summary>Hears from a connection, one call at a time, on any thread; it must not block.</summary>
public interface ITransportListener
{
    /// <param name="body">The listener's own from here on.</param>
    void Received(ReadOnlyMemory<byte> body);

    /// <summary>Something that was sent found no such inbox: whoever had it is gone.</summary>
    void Undeliverable(string inbox);

    /// <summary>The broker takes nothing for now (or does again); what is sent meanwhile waits.</summary>
    void Blocked(bool isBlocked);

    /// <summary>The connection is lost, told once and last.</summary>
    void Lost(string reason);
}

public static class TransportLimits
{
    /// <summary>Bytes in one body: 64 MiB less room for the envelope.</summary>
    public const int LongestBody = (64 << 20) - (64 << 10);
}
