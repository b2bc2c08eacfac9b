using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Store;

/// <summary>A manifest's range of an output file: whatever was committed from its start on is replaced by the manifest's own segments.</summary>
/// <param name="Start">Offset of the manifest's first segment, in bytes; the length of the file when it has none.</param>
internal sealed record OutputRange(string File, long Start)
{
    /// <exception cref="ArgumentException">The segments of a file have gaps, or do not end where the manifest says that the file ends.</exception>
    public static IReadOnlyList<OutputRange> Of(CheckpointManifest manifest)
    {
        ILookup<string, OutputSegment> segments = manifest.Segments.ToLookup(segment => segment.File, StringComparer.Ordinal);
        string? unknown = segments.Select(file => file.Key).FirstOrDefault(file => manifest.Outputs.All(output => output.File != file));
        return unknown is null
            ? [.. manifest.Outputs.Select(output => new OutputRange(output.File, StartOf(output, segments[output.File])))]
            : throw new ArgumentException($"The checkpoint after tick {manifest.Tick} has rows of {unknown} and does not say how long that file is.", nameof(manifest));
    }

    private static long StartOf(OutputLength output, IEnumerable<OutputSegment> segments)
    {
        List<OutputSegment> ordered = [.. segments.OrderBy(segment => segment.Offset)];
        if (ordered.Count == 0)
        {
            return output.Length;
        }

        long end = ordered[0].Offset;
        foreach (OutputSegment segment in ordered)
        {
            end = segment.Offset == end
                ? end + segment.Part.Length
                : throw new ArgumentException($"The rows of {output.File} have a gap at byte {end}.", nameof(segments));
        }

        return end == output.Length
            ? ordered[0].Offset
            : throw new ArgumentException($"The rows of {output.File} end at byte {end}, the file at byte {output.Length}.", nameof(segments));
    }
}
