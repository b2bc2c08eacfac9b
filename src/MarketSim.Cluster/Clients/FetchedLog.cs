using System.Globalization;
using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Clients;

/// <summary>The log of a fetched run; the nodes' own logs stay with the nodes.</summary>
internal static class FetchedLog
{
    public static IEnumerable<string> Lines(RunRecord record, CheckpointManifest? manifest, IReadOnlyList<Recovery> recoveries)
    {
        RunSubmission submission = record.Submission;
        string sweep = submission.Sweep is { } name ? $" of sweep {name}" : string.Empty;
        yield return $"Run {submission.Run}{sweep}, fetched from the cluster.";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"It was {record.Status.ToString().ToLowerInvariant()} in epoch {record.Epoch}, build {record.Build ?? "none yet"}, {record.SinceSubmitted.TotalSeconds:0} s after it was submitted.");
        yield return manifest is null
            ? "It had committed no checkpoint."
            : string.Create(CultureInfo.InvariantCulture, $"This is its checkpoint after tick {manifest.Tick}.");
        foreach (Recovery recovery in recoveries)
        {
            yield return $"Recovery: {RecoveryText.Of(recovery)}";
        }

        if (record is { Status: RunStatus.Failed })
        {
            yield return $"It failed: {record.Message}";
        }
    }
}
