namespace MarketSim.Cluster.Observing;

/// <summary>How a node is, in order of goodness.</summary>
public enum NodeCondition
{
    /// <summary>It can carry nothing.</summary>
    Down = 0,

    /// <summary>It works, but somebody should look, or it is about to leave.</summary>
    Degraded = 1,

    /// <summary>Works as it should.</summary>
    Ok = 2,
}
