using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Store;

/// <summary>Exceptions for manifests that a store refuses although the writer leads the run: an earlier step failed.</summary>
internal static class CommitRefusal
{
    public static CheckpointException MissingPart(string run, CheckpointManifest manifest, string? digest)
    {
        string name = manifest.Parts.Concat(manifest.Segments.Select(segment => segment.Part)).FirstOrDefault(part => part.Sha256 == digest)?.Name ?? "?";
        return new CheckpointException($"The checkpoint after tick {manifest.Tick} of run {run} was not committed: its part {name} ({digest}) is not in the store.");
    }

    /// <summary>A run's committed rows do not end where the manifest's begin.</summary>
    public static CheckpointException Gap(string run, long tick, string file, long committed, long start) => new(
        $"The checkpoint after tick {tick} of run {run} was not committed: its rows of {file} begin at byte {start}, {committed} bytes are committed before it.");
}
