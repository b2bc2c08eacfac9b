using System.Diagnostics.Metrics;

namespace MarketSim.Cluster.Remoting;

/// <summary>The counters of messages that this process received and dropped. METRICS.md lists it; change both together.</summary>
internal static class RemotingMeters
{
    private const string Reason = "reason";

    private static readonly Meter Meter = new("MarketSim.Cluster");
    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>("marketsim.transport.dropped", "{message}", "Messages of other nodes that were dropped, by reason.");

    private static readonly KeyValuePair<string, object?> EarlierLabel = new(Reason, "earlier_incarnation");
    private static readonly KeyValuePair<string, object?> EarlyLabel = new(Reason, "not_attached");
    private static readonly KeyValuePair<string, object?> IncompleteLabel = new(Reason, "incomplete");
    private static readonly KeyValuePair<string, object?> RefusedLabel = new(Reason, "refused");

    /// <summary>A message was for an actor system that lived at this address before.</summary>
    public static void ForEarlierIncarnation() => Dropped.Add(1, EarlierLabel);

    /// <summary>A frame came before the node's actors were there.</summary>
    public static void BeforeListener() => Dropped.Add(1, EarlyLabel);

    /// <summary>Frames of which some pieces did not come.</summary>
    public static void Incomplete(long frames) => Dropped.Add(frames, IncompleteLabel);

    public static void Refused() => Dropped.Add(1, RefusedLabel);

    /// <summary>Has the counter listed before it first counts, so that its first step is seen.</summary>
    public static void BeginAtZero()
    {
        Dropped.Add(0, EarlierLabel);
        Dropped.Add(0, EarlyLabel);
        Dropped.Add(0, IncompleteLabel);
        Dropped.Add(0, RefusedLabel);
    }
}
