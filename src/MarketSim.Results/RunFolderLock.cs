namespace MarketSim.Results;

/// <summary>The lock of a run folder for one process; the operating system releases it when the process dies.</summary>
public sealed class RunFolderLock : IDisposable
{
    // ERROR_SHARING_VIOLATION of Windows; EWOULDBLOCK of Linux and of macOS.
    private static readonly int[] SharingViolations = [unchecked((int)0x80070020), 11, 35];

    // EROFS of Linux and of macOS.
    private const int ReadOnlyFileSystem = 30;

    private readonly FileStream _file;

    internal RunFolderLock(string path)
    {
        try
        {
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (IOException exception) when (SharingViolations.Contains(exception.HResult))
        {
            throw new RunFolderException($"The run in {Path.GetDirectoryName(path)} is in use by another process. Wait for it, or end it first.", exception);
        }
        catch (IOException exception) when (exception.HResult == ReadOnlyFileSystem)
        {
            throw ReadOnly(path, exception);
        }
        catch (IOException exception)
        {
            throw new RunFolderException($"Nothing can be written to {Path.GetDirectoryName(path)}: {exception.Message}", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw ReadOnly(path, exception);
        }
    }

    private static RunFolderException ReadOnly(string path, Exception exception) =>
        new($"Nothing can be written to {Path.GetDirectoryName(path)}, which belongs to somebody else or is read-only. Copy the run, or change its permissions.", exception) { IsReadOnly = true };

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
