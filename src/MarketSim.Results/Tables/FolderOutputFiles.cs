using MarketSim.Numerics.Storage;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Results.Tables;

/// <summary>Tables in the run folder, cut back to the checkpoint when a run resumes.</summary>
public sealed class FolderOutputFiles(RunFolder folder) : IOutputFiles
{
    /// <inheritdoc/>
    public IOutputFile Open(string name, long? length) =>
        length is { } known ? FolderOutputFile.Reopen(folder.PathOf(name), known) : FolderOutputFile.Create(folder.PathOf(name));

    /// <inheritdoc/>
    public void FlushNames() => DurableFolder.Flush(folder.FullPath);
}

internal sealed class FolderOutputFile : IOutputFile
{
    private readonly FileStream _stream;

    // In bytes: the rows that belong to a checkpoint.
    private long _committedLength;

    private FolderOutputFile(string path, FileMode mode)
    {
        Name = Path.GetFileName(path);
        _stream = new FileStream(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    public string Name { get; }

    /// <exception cref="IOException">There is such a file.</exception>
    public static FolderOutputFile Create(string path) => new(path, FileMode.CreateNew);

    /// <summary>Opens a file and cuts it to the length it had at a checkpoint.</summary>
    /// <exception cref="RunFolderException">The file is shorter.</exception>
    public static FolderOutputFile Reopen(string path, long length)
    {
        if (length > 0 && !File.Exists(path))
        {
            throw new RunFolderException($"{path} is missing; the checkpoint needs {length} bytes of it. It was deleted after the run wrote it, so the run cannot continue.");
        }

        long found = File.Exists(path) ? new FileInfo(path).Length : 0;
        if (found < length)
        {
            throw new RunFolderException($"{path} is {found} bytes long; the checkpoint needs {length}. It was changed after the run wrote it, so the run cannot continue.");
        }

        var file = new FolderOutputFile(path, FileMode.OpenOrCreate);
        file._stream.SetLength(length);
        file._stream.Seek(0, SeekOrigin.End);
        file._committedLength = length;
        return file;
    }

    public void Append(ReadOnlySpan<byte> rows) => _stream.Write(rows);

    public OutputFlush Flush()
    {
        _stream.Flush(flushToDisk: true);
        _committedLength = _stream.Length;
        return new OutputFlush(Name, _committedLength, []);
    }

    /// <summary>Cuts off rows that belong to no checkpoint. On a full disk that also makes room for the summary that says why the run failed.</summary>
    public void Dispose()
    {
        if (_stream.CanWrite && _stream.Length > _committedLength)
        {
            _stream.SetLength(_committedLength);
        }

        _stream.Dispose();
    }
}
