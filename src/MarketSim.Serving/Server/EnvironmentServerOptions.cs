namespace MarketSim.Serving.Server;

/// <summary>The settings of an environment server.</summary>
/// <param name="Token">Secret that clients must send; null when the address itself restricts access.</param>
/// <param name="RunsFolder">Below which runs get their folders.</param>
/// <param name="Threads">That step the environments of one batch.</param>
public sealed record EnvironmentServerOptions(string? Token, string RunsFolder, int Threads)
{
    /// <summary>Time that a client may pause in the middle of a frame, or leave an answer unread.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Connections at a time.</summary>
    public int MaximumConnections { get; init; } = 256;

    /// <summary>Environments of all clients together.</summary>
    public int MaximumEnvironments { get; init; } = 16_384;
}
