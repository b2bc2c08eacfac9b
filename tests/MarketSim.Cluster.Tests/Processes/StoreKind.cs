namespace MarketSim.Cluster.Tests.Processes;

/// <summary>What holds the truth of a cluster of processes.</summary>
public enum StoreKind
{
    /// <summary>A SQLite file that all processes open.</summary>
    Sqlite,

    /// <summary>A private PostgreSQL server.</summary>
    Postgres,
}
