namespace MarketSim.Cli.Sessions;

/// <summary>The messages to the user when a signal arrives.</summary>
/// <param name="First">Message after the first signal.</param>
/// <param name="Second">Message after the second signal; null when that one ends the process.</param>
internal sealed record InterruptionMessages(string First, string? Second)
{
    public static InterruptionMessages OfRun { get; } = new(
        "stopping; a checkpoint is written when the open tick is closed",
        "the open tick is not closed, or its checkpoint not written yet; once more ends the process without it");

    public static InterruptionMessages OfNode { get; } = new("stopping; work is handed over at the next checkpoint; once more ends the process at once", null);

    public static InterruptionMessages OfDetached { get; } = new("leaving the run to the cluster", null);

    public static InterruptionMessages OfOwnCluster { get; } = new(
        "stopping; a checkpoint is being written",
        "the checkpoint is still being written and fetched; once more ends the process without it, and the run is lost");

    public static InterruptionMessages OfSweep { get; } = new("stopping; results that have come are kept", null);

    public static InterruptionMessages OfWatch { get; } = new("the page is closed", null);

    public static InterruptionMessages OfEvaluation { get; } = new("stopping; an evaluation that is not whole is not written", null);
}
