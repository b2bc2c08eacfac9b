namespace MarketSim.Cli.Sessions;

/// <summary>What a user is told when a signal comes.</summary>
/// <param name="First">What has begun.</param>
/// <param name="Second">What is still going on; null where the second signal already ends the process.</param>
internal sealed record InterruptionWords(string First, string? Second)
{
    public static InterruptionWords OfRun { get; } = new(
        "stopping; a checkpoint is written when the open tick is closed",
        "the open tick is not closed, or its checkpoint not written yet; once more ends the process without it");

    public static InterruptionWords OfNode { get; } = new("stopping; work is handed over at the next checkpoint; once more ends the process at once", null);

    public static InterruptionWords OfDetached { get; } = new("leaving the run to the cluster", null);

    public static InterruptionWords OfOwnCluster { get; } = new(
        "stopping; a checkpoint is being written",
        "the checkpoint is still being written and fetched; once more ends the process without it, and the run is lost");

    public static InterruptionWords OfSweep { get; } = new("stopping; results that have come are kept", null);

    public static InterruptionWords OfWatch { get; } = new("the page is closed", null);

    public static InterruptionWords OfEvaluation { get; } = new("stopping; an evaluation that is not whole is not written", null);
}
