namespace MarketSim.Cluster.Membership;

/// <summary>
/// The cluster as one node sees it: other nodes that messages can be sent to, and who belongs to it. In production a thin shell over Akka.Remote and
/// Akka.Cluster, in simulation a seeded network.
/// </summary>
public interface IClusterPorts
{
    /// <summary>Begins to deliver to the listener: first the members of the moment, then what changes, and the frames that arrive. Called once.</summary>
    /// <returns>The way to the other nodes.</returns>
    IPeers Attach(IClusterListener listener);
}

/// <summary>Sends frames to incarnations of nodes: at most once, in order from one incarnation to another. A frame that is lost is asked for again.</summary>
public interface IPeers
{
    /// <summary>This node's own incarnation: see <see cref="Incarnation"/>.</summary>
    string Self { get; }

    /// <summary>Sends and does not wait. To an incarnation that is gone it does nothing.</summary>
    /// <param name="incarnation">The receiver's.</param>
    /// <param name="frame">Not changed by the caller any more.</param>
    /// <exception cref="ArgumentException">The frame is longer than <see cref="PeerLimits.MaxFrameBytes"/>.</exception>
    void Send(string incarnation, ReadOnlyMemory<byte> frame);
}

/// <summary>Receives from a cluster; called on any thread, one call at a time for each sender; it must not block.</summary>
public interface IClusterListener
{
    /// <param name="frame">The listener's own from here on.</param>
    void Received(ReadOnlyMemory<byte> frame);

    /// <summary>The members changed, or whether they are reachable.</summary>
    void MembersChanged(MembershipView view);

    /// <summary>The association with a member was lost: what was under way may be lost, and the member may be dead.</summary>
    void AssociationLost(string incarnation, string reason);
}

/// <summary>The limits of frames between nodes.</summary>
public static class PeerLimits
{
    /// <summary>Bytes in one frame: 64 MiB less room for the envelope.</summary>
    public const int MaxFrameBytes = (64 << 20) - (64 << 10);
}
