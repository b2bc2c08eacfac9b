using System.Globalization;
using MarketSim.Cluster.ParticipantHosts;
using MarketSim.Cluster.Store;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Leading;

/// <summary>The decisions of a leader about a failure in its epoch.</summary>
internal abstract record FailureDecision
{
    private FailureDecision()
    {
    }

    /// <summary>The next epoch begins, from the last checkpoint.</summary>
    public sealed record Recover(RecoveryCause Cause) : FailureDecision;

    /// <summary>The run ends as failed: another attempt would fail like this one.</summary>
    public sealed record Fail(string Reason) : FailureDecision;

    /// <summary>The lead is over: another node has it.</summary>
    public sealed record StopLeading(string Reason) : FailureDecision;
}

/// <summary>Classifies failures: those that would recur, those of a service, and those of a node.</summary>
internal static class FailureRules
{
    /// <param name="hasTicked">True if the epoch has opened a tick.</param>
    /// <param name="committedTick">The tick of the last checkpoint; -1 for none.</param>
    public static FailureDecision Of(Exception cause, bool hasTicked, long committedTick) => cause switch
    {
        LeaseLostException => new FailureDecision.StopLeading("another node leads it"),
        StoreUnavailableException or StaleEpochException => new FailureDecision.Recover(RecoveryCause.Outage),
        CheckpointException or InvalidDataException => new FailureDecision.Fail(
            string.Create(CultureInfo.InvariantCulture, $"After the checkpoint of tick {committedTick}: {cause.Message}")),
        _ => new FailureDecision.Recover(CauseOfFailure(hasTicked)),
    };

    /// <summary>The cause of a recovery after the loss of a participant host.</summary>
    public static RecoveryCause Of(HostLoss loss, bool hasTicked) => loss switch
    {
        HostLoss.Outage => RecoveryCause.Outage,
        HostLoss.Leaving => RecoveryCause.Rebalance,

        // A node that is silent before the first tick may have failed or be cut off; nobody knows, so it is not recorded as a node failure.
        HostLoss.Silent or HostLoss.Unreachable when !hasTicked => RecoveryCause.Outage,
        _ => CauseOfFailure(hasTicked),
    };

    // Until the first tick after a restore, a failure is only the interruption of a recovery.
    private static RecoveryCause CauseOfFailure(bool hasTicked) => hasTicked ? RecoveryCause.NodeFailure : RecoveryCause.Interrupted;
}
