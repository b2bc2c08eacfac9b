using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MarketSim.Numerics.Storage;

/// <summary>Writes files so that after a crash they are there completely, or not at all.</summary>
public static partial class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Writes under a temporary name, flushes to the disk, renames, and flushes the folder.</summary>
    /// <param name="path">Absolute, or relative to the working directory; its folder must be there.</param>
    /// <exception cref="IOException">The file cannot be written; what was there before is as it was.</exception>
    public static void WriteFile(string path, ReadOnlySpan<byte> content)
    {
        string target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(target) is { } parent && Path.GetFileName(target).Length > 0
            ? parent
            : throw new IOException($"{path} names a folder; name a file in it.");
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{path} cannot be written: there is no folder {folder}. Make it first.");
        }

        string temporary = target + ".tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw;
        }

        Flush(folder);
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
