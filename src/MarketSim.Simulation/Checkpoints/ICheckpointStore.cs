namespace MarketSim.Simulation.Checkpoints;

/// <summary>
/// Where checkpoints are kept. Parts are written first, by any actor on any thread; they count when a manifest that names them is
/// committed. A commit is durable when it returns.
/// </summary>
public interface ICheckpointStore
{
    /// <summary>Writes a part. The same content may be stored once, whatever its name.</summary>
    PartReference WritePart(string name, ReadOnlySpan<byte> content);

    /// <summary>Makes a checkpoint count. Older ones beyond the number to keep may be deleted.</summary>
    void Commit(CheckpointManifest manifest);

    /// <summary>The newest committed manifest; null when there is none.</summary>
    /// <exception cref="CheckpointException">It is damaged or of another version.</exception>
    CheckpointManifest? ReadLatest();

    /// <exception cref="CheckpointException">The part is missing, or its content is not what the manifest says.</exception>
    byte[] ReadPart(PartReference part);
}

/// <summary>A part of a checkpoint by its content.</summary>
/// <param name="Name">What it holds: <c>market</c>, or <c>agents/12</c> for a block of agents.</param>
/// <param name="Sha256">Of the content, in lower-case hexadecimal.</param>
/// <param name="Length">In bytes.</param>
public sealed record PartReference(string Name, string Sha256, int Length);

/// <summary>How much of an output file belongs to a checkpoint; what is beyond is cut off before a run goes on.</summary>
public sealed record OutputLength(string File, long Length);
