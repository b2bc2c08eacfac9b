using MarketSim.Results.Checkpoints;

namespace MarketSim.Results.Tables;

/// <summary>The files that the tables of a run are written to.</summary>
internal interface IOutputFiles
{
    /// <summary>Opens a file to append to.</summary>
    /// <param name="length">Length in bytes at the checkpoint that the run resumes from; null for a new file.</param>
    /// <exception cref="RunFolderException">What belongs to the checkpoint is not all there.</exception>
    IOutputFile Open(string name, long? length);

    /// <summary>All files are open: makes their names as durable as their content will be.</summary>
    void Opened();
}

/// <summary>A file that is appended to.</summary>
internal interface IOutputFile : IDisposable
{
    string Name { get; }

    void Append(ReadOnlySpan<byte> rows);

    /// <summary>Makes everything appended so far part of the next checkpoint.</summary>
    OutputFlush Flush();
}

/// <summary>The length of a file, and the rows that the checkpoint must store as parts.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Rows">Empty when the file is durable by itself.</param>
internal sealed record OutputFlush(string File, long Length, IReadOnlyList<OutputRows> Rows);

/// <param name="Offset">Offset in the file, in bytes.</param>
internal sealed record OutputRows(string File, long Offset, ReadOnlyMemory<byte> Content)
{
    public PartContent Part => new(PartNames.Rows(File, Offset), Content);
}
