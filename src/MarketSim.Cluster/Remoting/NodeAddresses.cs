using System.Collections.Concurrent;
using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using MarketSim.Cluster.Membership;

namespace MarketSim.Cluster.Remoting;

/// <summary>The addresses of messages to incarnations.</summary>
/// <param name="Ref">The peers actor at its address.</param>
internal sealed record Peer(IActorRef Ref, int Uid)
{
    /// <summary>Held while the pieces of a frame are sent, so that those of two frames do not mix.</summary>
    public Lock Sending { get; } = new();
}

/// <summary>Incarnations and the addresses of Akka that belong to them. For any thread.</summary>
internal sealed class NodeAddresses
{
    // A cluster has some tens of nodes, and each of them some lives.
    private const int MaxKnown = 1_000;

    private readonly ExtendedActorSystem _system;
    private readonly Address _own;
    private readonly ConcurrentDictionary<string, Peer> _peers = new(StringComparer.Ordinal);

    /// <param name="name">This node's.</param>
    public NodeAddresses(ActorSystem system, string name)
    {
        UniqueAddress self = Akka.Cluster.Cluster.Get(system).SelfUniqueAddress;
        _system = (ExtendedActorSystem)system;
        _own = self.Address;
        Uid = self.Uid;
        Self = IncarnationOf(name, self);
    }

    /// <summary>This node's incarnation.</summary>
    public string Self { get; }

    /// <summary>The uid of this node's actor system.</summary>
    public int Uid { get; }

    public static string IncarnationOf(string name, UniqueAddress address) => Incarnation.Of(name, TextOf(address.Address), address.Uid);

    public static string TextOf(Address address) => string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}");

    /// <exception cref="ArgumentException">The text is no incarnation.</exception>
    public Peer Find(string incarnation)
    {
        if (_peers.TryGetValue(incarnation, out Peer? peer))
        {
            return peer;
        }

        if (_peers.Count >= MaxKnown)
        {
            _peers.Clear();
        }

        return _peers.GetOrAdd(incarnation, Resolve);
    }

    private Peer Resolve(string incarnation)
    {
        try
        {
            string address = Incarnation.AddressOf(incarnation);
            int colon = address.LastIndexOf(':');
            Address remote = _own.WithHost(address[..colon]).WithPort(int.Parse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture));
            IActorRef actor = _system.Provider.ResolveActorRef(new RootActorPath(remote) / "user" / PeersActor.Name);
            return new Peer(actor, checked((int)Incarnation.UidOf(incarnation)));
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new ArgumentException($"'{incarnation}' is no incarnation; it is written name@host:port#uid.", nameof(incarnation), exception);
        }
    }
}
