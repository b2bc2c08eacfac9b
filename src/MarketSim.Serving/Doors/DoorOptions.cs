namespace MarketSim.Serving.Doors;

/// <summary>How a door is opened.</summary>
/// <param name="Token">What clients must say; null where the address itself keeps others out.</param>
/// <param name="RunsFolder">Below which runs get their folders.</param>
/// <param name="Threads">That step the environments of one batch.</param>
public sealed record DoorOptions(string? Token, string RunsFolder, int Threads)
{
    /// <summary>How long a client may stop in the middle of a frame, or leave an answer unread.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Connections at a time.</summary>
    public int MaximumConnections { get; init; } = 256;

    /// <summary>Environments of all clients together.</summary>
    public int MaximumEnvironments { get; init; } = 16_384;
}
