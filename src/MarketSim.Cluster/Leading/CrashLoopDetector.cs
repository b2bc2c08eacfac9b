using System.Globalization;
using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Leading;

/// <summary>Detects a run whose nodes failed so often at the same place that another attempt would fail too.</summary>
internal static class CrashLoopDetector
{
    /// <summary>Node failures inside one tick, opened again each time.</summary>
    public const int MaxFailuresInOneTick = 3;

    /// <summary>Node failures without a new checkpoint, in whatever ticks.</summary>
    public const int MaxFailuresWithoutCheckpoint = 10;

    /// <summary>Attempts to resume from one checkpoint that never opened a tick.</summary>
    public const int MaxInterruptedRecoveries = 20;

    /// <summary>The reason why the run must not be restored again; null when it may be.</summary>
    /// <param name="recoveries">Oldest first.</param>
    /// <param name="committedTick">The tick of the last checkpoint; -1 for none.</param>
    public static string? Verdict(IReadOnlyList<Recovery> recoveries, long committedTick)
    {
        // A checkpoint that came closer to a tick has not come through it.
        List<Recovery> ahead = [.. recoveries.Where(recovery => recovery.Cause == RecoveryCause.NodeFailure && recovery.Tick > committedTick)];
        if (ahead.Count > 0 && ahead.Count(failure => failure.Tick == ahead[^1].Tick) >= MaxFailuresInOneTick)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"It failed {MaxFailuresInOneTick} times in tick {ahead[^1].Tick}, the last time on node {ahead[^1].Node}: {ahead[^1].Message}");
        }

        List<Recovery> since = [.. recoveries.Where(recovery => recovery.CommittedTick == committedTick)];
        List<Recovery> failures = [.. since.Where(recovery => recovery.Cause == RecoveryCause.NodeFailure)];
        if (failures.Count >= MaxFailuresWithoutCheckpoint)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"It failed {failures.Count} times after the checkpoint of tick {committedTick}, the last time in tick {failures[^1].Tick} on node {failures[^1].Node}: {failures[^1].Message}");
        }

        List<Recovery> interrupted = [.. since.Where(recovery => recovery.Cause == RecoveryCause.Interrupted)];
        return interrupted.Count < MaxInterruptedRecoveries
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"It could not be restored from the checkpoint of tick {committedTick} in {interrupted.Count} attempts, the last time on node {interrupted[^1].Node}: {interrupted[^1].Message}");
    }
}
