namespace MarketSim.Cluster.Tests.Processes;

/// <summary>What all nodes of a test have in common. Nodes of another manner are started again.</summary>
internal sealed record NodeManner
{
    public StoreKind Store { get; init; } = StoreKind.Sqlite;

    /// <summary>Floats of the stand-in learner, 4 bytes each.</summary>
    public int StandInFloats { get; init; } = 16 << 10;

    /// <summary>Between two of the eight slices of an update. The next update waits for it, so it bounds the pace: 200 ticks in eight of them.</summary>
    public int SlicePauseMilliseconds { get; init; } = 2;

    /// <summary>Such as <c>exit@2000</c>: ends the process, or <c>throw@2000</c> only the actor, that comes to this tick; null for neither.</summary>
    public string? Doom { get; init; }

    public string Build { get; init; } = "test";
}
