namespace MarketSim.Cluster.Observing;

/// <summary>The condition of a node, from worst to best.</summary>
public enum NodeCondition
{
    /// <summary>It can carry nothing.</summary>
    Down = 0,

    /// <summary>It works, but needs attention, or it is about to leave.</summary>
    Degraded = 1,

    /// <summary>Works as it should.</summary>
    Ok = 2,
}
