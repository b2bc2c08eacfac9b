using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MarketSim.Numerics.Storage;

/// <summary>Writes files so that after a crash they are there completely, or not at all.</summary>
public static partial class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Writes under a temporary name, flushes to the disk, renames, and flushes the folder.</summary>
    public static void WriteFile(string path, ReadOnlySpan<byte> content)
    {
        string temporary = path + ".tmp";
        try
        {
            using var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            File.Delete(temporary);
            throw;
        }

        File.Move(temporary, path, overwrite: true);
        Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes renames and deletions in a folder durable. Windows needs no such call.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using SafeFileHandle handle = Open(folder, ReadOnly);
        if (handle.IsInvalid || FileSync(handle) != 0)
        {
            throw new IOException($"The folder {folder} cannot be flushed to the disk (error {Marshal.GetLastPInvokeError()}).");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FileSync(SafeFileHandle handle);
}
