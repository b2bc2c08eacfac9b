using System.Globalization;
using MarketSim.Cluster.Sites;
using MarketSim.Cluster.Store;
using MarketSim.Simulation.Checkpoints;

namespace MarketSim.Cluster.Leading;

/// <summary>What a leader does about something that failed in its epoch.</summary>
internal abstract record FailureDecision
{
    private FailureDecision()
    {
    }

    /// <summary>The next epoch begins, from the last checkpoint.</summary>
    public sealed record Recover(RecoveryCause Cause) : FailureDecision;

    /// <summary>The run ends as failed: another attempt would fail like this one.</summary>
    public sealed record Fail(string Reason) : FailureDecision;

    /// <summary>The lead is over; somebody else has it.</summary>
    public sealed record StopLeading(string Reason) : FailureDecision;
}

/// <summary>Tells apart what fails again, what somebody else's fault is, and what counts as a failure of a node.</summary>
internal static class FailureRules
{
    /// <param name="hasTicked">Whether the epoch has opened a tick.</param>
    /// <param name="committedTick">The tick of the last checkpoint; -1 for none.</param>
    public static FailureDecision Of(Exception cause, bool hasTicked, long committedTick) => cause switch
    {
        LeaseLostException => new FailureDecision.StopLeading("somebody else leads it"),
        StoreUnavailableException or StaleEpochException => new FailureDecision.Recover(RecoveryCause.Outage),
        CheckpointException or InvalidDataException => new FailureDecision.Fail(
            string.Create(CultureInfo.InvariantCulture, $"After the checkpoint of tick {committedTick}: {cause.Message}")),
        _ => new FailureDecision.Recover(CauseOfFailure(hasTicked)),
    };

    /// <summary>Why a run recovers from the loss of what a node hosts.</summary>
    public static RecoveryCause Of(SiteLoss loss, bool hasTicked) => loss switch
    {
        SiteLoss.Outage => RecoveryCause.Outage,

        // A node that is silent before the first tick may have failed or be cut off; nobody knows, so it is not recorded as a node failure.
        SiteLoss.Silent when !hasTicked => RecoveryCause.Outage,
        _ => CauseOfFailure(hasTicked),
    };

    // Until the first tick after a restore, a failure is only the interruption of a recovery.
    private static RecoveryCause CauseOfFailure(bool hasTicked) => hasTicked ? RecoveryCause.Death : RecoveryCause.Interrupted;
}
