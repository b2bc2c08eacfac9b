using MarketSim.Results.Checkpoints;

namespace MarketSim.Results.Tables;

/// <summary>The files that the tables of a run are written to.</summary>
public interface IOutputFiles
{
    /// <summary>Opens a file to append to.</summary>
    /// <param name="length">Length in bytes at the checkpoint that the run resumes from; null for a new file.</param>
    /// <exception cref="RunFolderException">The file is shorter than at the checkpoint, or missing.</exception>
    IOutputFile Open(string name, long? length);

    /// <summary>Makes the names of all open files durable, before a checkpoint that relies on them is committed.</summary>
    void FlushNames();
}

/// <summary>A file that is appended to.</summary>
public interface IOutputFile : IDisposable
{
    /// <summary>Its name in the run folder.</summary>
    string Name { get; }

    /// <summary>Appends bytes; durable after the next checkpoint only.</summary>
    void Append(ReadOnlySpan<byte> rows);

    /// <summary>Makes everything appended so far part of the next checkpoint.</summary>
    OutputFlush Flush();
}

/// <summary>The length of a file, and the rows that the checkpoint must store as parts.</summary>
/// <param name="File">Its name in the run folder.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Rows">Empty when the file is durable by itself.</param>
public sealed record OutputFlush(string File, long Length, IReadOnlyList<OutputRows> Rows);

/// <summary>Rows of a file that a checkpoint stores as one part.</summary>
/// <param name="File">Its name in the run folder.</param>
/// <param name="Offset">Of the first row in the file, in bytes.</param>
/// <param name="Content">Whole rows, or a piece of some.</param>
public sealed record OutputRows(string File, long Offset, ReadOnlyMemory<byte> Content)
{
    /// <summary>The part that holds them.</summary>
    public PartContent Part => new(PartNames.Rows(File, Offset), Content);
}
