namespace MarketSim.Engine.Partitions;

/// <summary>Attributes a failure to the agent or to its node.</summary>
public static class AgentFailures
{
    /// <summary>True for a failure of the node, which runs out of memory or of disk: the partition fails with it, not the agent.</summary>
    public static bool IsOfNode(Exception failure) => failure is IOException or OutOfMemoryException;
}
