using System.Runtime.CompilerServices;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Store;

/// <summary>Reads the committed bytes of an output file from the pages of a database.</summary>
internal static class CommittedOutput
{
    /// <summary>Bytes that a page holds at most, and at least one segment.</summary>
    public const int PageBytes = 8 << 20;

    /// <param name="pageAsync">The segments from byte to byte in their order, as far as they fit into a page.</param>
    /// <exception cref="CheckpointException">A piece is missing or damaged.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        string run,
        string file,
        CheckpointManifest? latest,
        Func<long, long, Task<List<StoredSegment>>> pageAsync,
        [EnumeratorCancellation] CancellationToken ct = default)
    {
        // What is committed meanwhile is left to the next reader.
        long end = latest?.Outputs.FirstOrDefault(output => output.File == file)?.Length ?? 0;
        long next = 0;
        while (next < end)
        {
            ct.ThrowIfCancellationRequested();
            List<StoredSegment> page = await pageAsync(next, end).ConfigureAwait(false);
            if (page.Count == 0)
            {
                throw new CheckpointException($"The rows of {file} of run {run} are missing from byte {next} on. Restore the store from a backup.");
            }

            foreach (StoredSegment segment in page)
            {
                yield return segment.Check(run, file, next);
                next += segment.Length;
            }
        }
    }
}

/// <summary>A piece of an output file as a database has it.</summary>
/// <param name="Content">Null when the part is missing.</param>
internal sealed record StoredSegment(long Offset, int Length, string Sha256, byte[]? Content)
{
    /// <exception cref="CheckpointException">It begins elsewhere, is missing or damaged.</exception>
    public byte[] Check(string run, string file, long next) => Offset == next
        ? PartDigest.Check(run, new PartReference(file, Sha256, Length), Content)
        : throw new CheckpointException($"The rows of {file} of run {run} are missing from byte {next} to {Offset}. Restore the store from a backup.");
}
