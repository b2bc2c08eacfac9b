using System.Diagnostics.Metrics;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Wire;

namespace MarketSim.Cluster.Observing;

/// <summary>The counters and timers of this process' cluster work. METRICS.md lists it; change both together.</summary>
internal static class ClusterMeters
{
    public const string Name = "MarketSim.Cluster";

    private static readonly double[] LatencyBucketsSeconds = [0.000_1, 0.000_2, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Recoveries = Meter.CreateCounter<long>(
        "marketsim.recoveries", "{recovery}", "Recoveries of runs led here, by cause.");
    private static readonly Counter<long> StaleFrames = Meter.CreateCounter<long>(
        "marketsim.frames.stale", "{frame}", "Frames dropped because nobody here has their run in their epoch.");
    private static readonly Counter<long> ResentRequests = Meter.CreateCounter<long>(
        "marketsim.requests.resent", "{request}", "Requests of leaders here that were sent again, because they or their answer were lost.");
    private static readonly Histogram<double> RoundTrip = Latency(
        "marketsim.requests.round_trip", "From a leader's request to another node to its answer, the node's work included.");
    private static readonly Counter<long> Frames = Meter.CreateCounter<long>(
        "marketsim.transport.frames", "{frame}", "Frames sent to and received from other nodes.");
    private static readonly Counter<long> Bytes = Meter.CreateCounter<long>(
        "marketsim.transport.bytes", "By", "Bytes of these frames, without what the transport adds.");
    private static readonly Counter<long> LostAssociations = Meter.CreateCounter<long>(
        "marketsim.transport.associations.lost", "{association}", "Associations with other nodes that were lost.");
    private static readonly Histogram<double> StoreCalls = Latency(
        "marketsim.store.call.duration", "Calls to the store, by call and outcome.");

    public static FrameFaults RefusedFrames { get; } = new(Meter);

    public static bool TimesRequests => RoundTrip.Enabled;

    public static bool TimesStoreCalls => StoreCalls.Enabled;

    public static void Recovered(RecoveryCause cause) => Recoveries.Add(1, Cause(cause));

    public static void DroppedAsStale() => StaleFrames.Add(1);

    public static void Resent() => ResentRequests.Add(1);

    public static void Answered(TimeSpan afterRequest) => RoundTrip.Record(afterRequest.TotalSeconds);

    public static void Carried(FrameDirection direction, int frames, long bytes)
    {
        KeyValuePair<string, object?> label = Direction(direction);
        Frames.Add(frames, label);
        Bytes.Add(bytes, label);
    }

    public static void LostAssociation() => LostAssociations.Add(1);

    public static void CalledStore(string call, string outcome, TimeSpan duration) => StoreCalls.Record(
        duration.TotalSeconds, new KeyValuePair<string, object?>("call", call), new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Has the counters listed before they first count, so that their first step is seen.</summary>
    public static void BeginAtZero()
    {
        foreach (RecoveryCause cause in Enum.GetValues<RecoveryCause>())
        {
            Recoveries.Add(0, Cause(cause));
        }

        foreach (FrameDirection direction in Enum.GetValues<FrameDirection>())
        {
            Carried(direction, frames: 0, bytes: 0);
        }

        StaleFrames.Add(0);
        ResentRequests.Add(0);
        LostAssociations.Add(0);
        RefusedFrames.BeginAtZero();
    }

    private static Histogram<double> Latency(string name, string description) => Meter.CreateHistogram(
        name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = LatencyBucketsSeconds });

    private static KeyValuePair<string, object?> Cause(RecoveryCause cause) => new("cause", cause switch
    {
        RecoveryCause.NodeFailure => "node_failure",
        RecoveryCause.Outage => "outage",
        RecoveryCause.Rebalance => "rebalance",
        RecoveryCause.Interrupted => "interrupted",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "A cause that is one."),
    });

    private static KeyValuePair<string, object?> Direction(FrameDirection direction) => new("direction", direction == FrameDirection.In ? "in" : "out");
}
