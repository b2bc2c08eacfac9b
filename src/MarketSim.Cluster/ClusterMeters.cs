using System.Diagnostics.Metrics;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Wire;

namespace MarketSim.Cluster;

/// <summary>What a node measures of its cluster work.</summary>
internal static class ClusterMeters
{
    public const string Name = "MarketSim.Cluster";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Recoveries = Meter.CreateCounter<long>("marketsim.recoveries", description: "Recoveries of runs led here, by cause.");

    public static FrameFaults RefusedFrames { get; } = new(Meter);

    public static void Recovered(RecoveryCause cause) => Recoveries.Add(1, new KeyValuePair<string, object?>("cause", cause.ToString()));
}
