using System.Diagnostics.Metrics;

namespace MarketSim.Cluster.Remoting;

/// <summary>What this process counts of its way to other nodes. METRICS.md lists it; change both together.</summary>
internal static class RemotingMeters
{
    public const string Name = "MarketSim.Cluster.Remoting";

    private const string Direction = "direction";
    private const string Reason = "reason";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Frames = Meter.CreateCounter<long>("marketsim.peers.frames", "{frame}", "Frames sent to and received from other nodes.");
    private static readonly Counter<long> Bytes = Meter.CreateCounter<long>("marketsim.peers.bytes", "By", "Bytes of these frames, without what Akka.Remote adds.");
    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>("marketsim.peers.dropped", "{message}", "Messages from other nodes that were dropped, by reason.");
    private static readonly Counter<long> Lost = Meter.CreateCounter<long>("marketsim.peers.associations_lost", "{association}", "Associations with members of the cluster that were lost.");

    private static readonly KeyValuePair<string, object?> OutLabel = new(Direction, "out");
    private static readonly KeyValuePair<string, object?> InLabel = new(Direction, "in");
    private static readonly KeyValuePair<string, object?> EarlierLabel = new(Reason, "earlier_incarnation");
    private static readonly KeyValuePair<string, object?> EarlyLabel = new(Reason, "not_attached");
    private static readonly KeyValuePair<string, object?> IncompleteLabel = new(Reason, "incomplete");
    private static readonly KeyValuePair<string, object?> RefusedLabel = new(Reason, "refused");

    public static void Sent(int bytes) => Count(OutLabel, 1, bytes);

    public static void Received(int bytes) => Count(InLabel, 1, bytes);

    /// <summary>A message was for an actor system that lived at this address before.</summary>
    public static void ForEarlierIncarnation() => Dropped.Add(1, EarlierLabel);

    /// <summary>A frame came before the node's actors were there.</summary>
    public static void BeforeListener() => Dropped.Add(1, EarlyLabel);

    /// <summary>Frames of which some pieces did not come.</summary>
    public static void Incomplete(long frames) => Dropped.Add(frames, IncompleteLabel);

    public static void Refused() => Dropped.Add(1, RefusedLabel);

    public static void AssociationLost() => Lost.Add(1);

    /// <summary>Has the counters listed before they first count, so that their first step is seen.</summary>
    public static void BeginAtZero()
    {
        Count(OutLabel, 0, 0);
        Count(InLabel, 0, 0);
        Dropped.Add(0, EarlierLabel);
        Dropped.Add(0, EarlyLabel);
        Dropped.Add(0, IncompleteLabel);
        Dropped.Add(0, RefusedLabel);
        Lost.Add(0);
    }

    private static void Count(in KeyValuePair<string, object?> direction, int frames, int bytes)
    {
        Frames.Add(frames, direction);
        Bytes.Add(bytes, direction);
    }
}
