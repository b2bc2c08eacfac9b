using MarketSim.Results;

namespace MarketSim.Cli.Sessions;

/// <summary>The folder of the files made of a run: its own folder, or another that the user names, for runs whose folder cannot be written to.</summary>
internal static class ResultFolder
{
    /// <summary>Keeps other processes out of a run's folder while something is written there; what is written elsewhere needs no lock where none can be had.</summary>
    /// <param name="takeLock">Of the run's folder.</param>
    /// <param name="output">Null for the run's own folder.</param>
    /// <exception cref="RunFolderException">The folder is read-only, and no other was named, or the run is in use.</exception>
    public static RunFolderLock? Lock(Func<RunFolderLock> takeLock, string? output)
    {
        try
        {
            return takeLock();
        }
        catch (RunFolderException exception) when (exception.IsReadOnly && output is not null)
        {
            return null;
        }
        catch (RunFolderException exception) when (exception.IsReadOnly)
        {
            throw new RunFolderException($"{exception.Message} Or say with --output where to write.", exception);
        }
    }

    /// <summary>The folder to write to, which exists afterwards.</summary>
    /// <exception cref="RunFolderException">It cannot be made.</exception>
    public static string Prepare(string? output, string runFolder)
    {
        if (output is null)
        {
            return runFolder;
        }

        try
        {
            return Directory.CreateDirectory(output).FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"--output {output}: the folder cannot be made: {exception.Message} Choose another.", exception);
        }
    }
}
