namespace MarketSim.Cluster.Tests.Local;

/// <summary>Which private database to make.</summary>
public sealed record LocalDatabaseOptions
{
    /// <summary>Made for the database and deleted with it; it must not exist. When started as root, the user postgres must be able to get to its parent.</summary>
    public required string Folder { get; init; }

    /// <summary>Of the loopback address.</summary>
    public required int Port { get; init; }

    /// <summary>Random, of the caller's making.</summary>
    public required string Password { get; init; }

    /// <summary>False for tests only: a power failure may then destroy the database; the end of its processes, however sudden, still does not.</summary>
    public bool IsDurable { get; init; } = true;
}
