using MarketSim.Cluster.Remoting;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Observing;

/// <summary>The meters that a collector of metrics listens to.</summary>
public static class ClusterMetrics
{
    /// <summary>Names of the meters whose instruments METRICS.md lists.</summary>
    public static IReadOnlyList<string> MeterNames { get; } = [ClusterMeters.Name, RunMeter.Name];

    /// <summary>Call once after beginning to listen: counters are then listed with 0, so that their first step is seen.</summary>
    public static void BeginAtZero()
    {
        ClusterMeters.BeginAtZero();
        RemotingMeters.BeginAtZero();
        RunMeter.BeginAtZero();
    }
}
