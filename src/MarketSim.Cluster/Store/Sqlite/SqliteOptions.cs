namespace MarketSim.Cluster.Store.Sqlite;

/// <summary>The file of the store, and the time limits for its locks.</summary>
public sealed record SqliteOptions
{
    /// <summary>
    /// Path of the file; made if it does not exist, in a folder that must exist. Beside it lie <c>-wal</c> and <c>-shm</c> while it is in use. On a disk of
    /// this machine: processes of several machines must not share it.
    /// </summary>
    public required string File { get; init; }

    /// <summary>Longest wait for the writes of other processes. Default 10 s.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override string ToString() => File;
}
