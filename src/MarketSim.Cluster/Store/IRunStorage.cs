using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Store;

/// <summary>The committed data of runs: parts, manifests, rows of tables, and the files that scenarios name.</summary>
public interface IRunStorage
{
    /// <summary>
    /// Stores contents by their SHA-256; those that are there already are not sent again. They stay until the next commit at least, and after it
    /// as long as a kept manifest or committed output names them.
    /// </summary>
    /// <returns>References in the order of the contents.</returns>
    /// <exception cref="StaleEpochException">The run has a later epoch by now; nothing, or only some of the contents, was stored.</exception>
    Task<IReadOnlyList<PartReference>> WritePartsAsync(string run, long epoch, IReadOnlyList<PartContent> parts);

    /// <returns>Contents in the order of the references.</returns>
    /// <exception cref="CheckpointException">A part is missing, or its content does not have its digest.</exception>
    Task<IReadOnlyList<byte[]>> ReadPartsAsync(string run, IReadOnlyList<PartReference> parts);

    /// <summary>
    /// Makes a checkpoint count, its segments of output too, in one transaction that holds the lease. Manifests beyond the number to keep, and parts
    /// that nothing names any more, are deleted. A finished or interrupted manifest ends the run with that status. The same manifest committed again
    /// in the same epoch changes nothing, and counts.
    /// </summary>
    /// <param name="manifest">
    /// Its parts were written since the commit before, or named by it. Its segments continue where the committed output ends; where they begin earlier,
    /// they replace what is there, and all that is beyond <see cref="CheckpointManifest.Outputs"/> is cut.
    /// </param>
    /// <param name="keep">Number of manifests that are kept, at least 1.</param>
    /// <returns>False when the lease is lost: nothing was changed.</returns>
    /// <exception cref="CheckpointException">A part is not in the store, or output is missing before the segments: nothing was changed.</exception>
    /// <exception cref="ArgumentException">The segments of a file have gaps, or do not end at its length.</exception>
    Task<bool> CommitAsync(RunLease lease, CheckpointManifest manifest, int keep);

    /// <summary>The newest committed manifest; null for none.</summary>
    /// <exception cref="CheckpointException">It is damaged, or of another format.</exception>
    Task<CheckpointManifest?> ReadLatestAsync(string run);

    /// <summary>The summary of the newest committed manifest, or of the failure; null for none.</summary>
    Task<RunSummary?> ReadSummaryAsync(string run);

    /// <summary>Reads the committed bytes of an output file from its beginning, piece after piece; nothing where there is no such file.</summary>
    /// <exception cref="CheckpointException">A piece is missing or damaged.</exception>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadOutputAsync(string run, string file);

    /// <summary>Keeps a file that a scenario names.</summary>
    /// <param name="sha256">Of the content, in lower-case hexadecimal.</param>
    Task WriteFileAsync(string sha256, ReadOnlyMemory<byte> content);

    /// <returns>Null when there is none of that digest.</returns>
    Task<byte[]?> ReadFileAsync(string sha256);
}
