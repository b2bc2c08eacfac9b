using System.Globalization;
using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Leading;

/// <summary>When a run has died often enough that it would only die again.</summary>
internal static class DeathRules
{
    /// <summary>Deaths inside one tick, opened again each time.</summary>
    public const int MostDeathsInOneTick = 3;

    /// <summary>Deaths without a new checkpoint, in whatever ticks.</summary>
    public const int MostDeathsWithoutCheckpoint = 10;

    /// <summary>Attempts at going on from one checkpoint that never came to a tick.</summary>
    public const int MostInterruptedRecoveries = 20;

    /// <summary>Why the run must not be tried again; null when it may.</summary>
    /// <param name="recoveries">Oldest first.</param>
    /// <param name="committedTick">The tick of the last checkpoint; -1 for none.</param>
    public static string? Verdict(IReadOnlyList<Recovery> recoveries, long committedTick)
    {
        // A checkpoint that came closer to a tick has not come through it.
        List<Recovery> ahead = [.. recoveries.Where(recovery => recovery.Cause == RecoveryCause.Death && recovery.Tick > committedTick)];
        if (ahead.Count > 0 && ahead.Count(death => death.Tick == ahead[^1].Tick) >= MostDeathsInOneTick)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"It died {MostDeathsInOneTick} times in tick {ahead[^1].Tick}, the last time on node {ahead[^1].Node}: {ahead[^1].Message}");
        }

        List<Recovery> since = [.. recoveries.Where(recovery => recovery.CommittedTick == committedTick)];
        List<Recovery> deaths = [.. since.Where(recovery => recovery.Cause == RecoveryCause.Death)];
        if (deaths.Count >= MostDeathsWithoutCheckpoint)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"It died {deaths.Count} times after the checkpoint of tick {committedTick}, the last time in tick {deaths[^1].Tick} on node {deaths[^1].Node}: {deaths[^1].Message}");
        }

        List<Recovery> interrupted = [.. since.Where(recovery => recovery.Cause == RecoveryCause.Interrupted)];
        return interrupted.Count < MostInterruptedRecoveries
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"It could not be restored from the checkpoint of tick {committedTick} in {interrupted.Count} attempts, the last time on node {interrupted[^1].Node}: {interrupted[^1].Message}");
    }
}
