namespace MarketSim.Results.Checkpoints;

/// <summary>
/// The store of a run's checkpoints. Parts are written first, by any actor on any thread; a checkpoint exists once a manifest that names its parts is
/// committed. A commit is durable when it returns.
/// </summary>
public interface ICheckpointStore
{
    /// <summary>Writes parts. The same content may be stored once, whatever its name.</summary>
    /// <returns>References in the order of the contents.</returns>
    Task<IReadOnlyList<PartReference>> WriteAsync(IReadOnlyList<PartContent> parts);

    /// <summary>Reads parts of the newest committed checkpoint, after <see cref="ReadLatestAsync"/>, or parts that this object has written.</summary>
    /// <returns>Contents in the order of the references.</returns>
    /// <exception cref="CheckpointException">A part is missing, or its content is not what the manifest says.</exception>
    Task<IReadOnlyList<byte[]>> ReadAsync(IReadOnlyList<PartReference> parts);

    /// <summary>Commits a checkpoint. Older ones beyond the number to keep may be deleted.</summary>
    /// <exception cref="CheckpointException">A part of it was not written: nothing was changed.</exception>
    Task CommitAsync(CheckpointManifest manifest);

    /// <summary>The newest committed manifest; null when there is none.</summary>
    /// <exception cref="CheckpointException">It is damaged or of another version.</exception>
    Task<CheckpointManifest?> ReadLatestAsync();
}

/// <summary>A reference to a part of a checkpoint: its name, and the digest of its content.</summary>
/// <param name="Name">Name of the content: <c>market</c>, or <c>agents/000012</c> for a block of agents.</param>
/// <param name="Sha256">Of the content, in lower-case hexadecimal.</param>
/// <param name="Length">In bytes.</param>
public sealed record PartReference(string Name, string Sha256, int Length);

/// <summary>The length of an output file at a checkpoint, in bytes; the rest is cut off before a run resumes.</summary>
public sealed record OutputLength(string File, long Length);
