namespace MarketSim.Cluster.Observing;

/// <summary>What became of a connection to the broker.</summary>
internal enum ConnectionOutcome
{
    Opened = 0,
    Failed = 1,
    Lost = 2,
}
