namespace MarketSim.Actors.Cells;

internal enum Lifecycle : byte
{
    /// <summary>The actor behind the cell has not been made yet.</summary>
    New,

    Running,

    /// <summary>Waits for children to stop, then replaces the failed actor.</summary>
    Recreating,

    /// <summary>Waits for children to stop, then stops.</summary>
    Stopping,

    Stopped,
}
