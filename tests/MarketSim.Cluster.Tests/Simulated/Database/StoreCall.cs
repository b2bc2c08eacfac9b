namespace MarketSim.Cluster.Tests.Simulated.Database;

/// <summary>What a call asks of the database's disk.</summary>
internal enum StoreCall
{
    Read,

    /// <summary>Of rows: leases, nodes, recoveries.</summary>
    Row,

    /// <summary>Of parts, files and manifests.</summary>
    Bulk,
}
