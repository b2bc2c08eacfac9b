using System.Diagnostics;
using System.Globalization;

namespace MarketSim.Cluster.Local;

/// <summary>
/// A server process on this machine (Linux) that ends with the process that started it, however that dies. Its output goes to a log in its
/// folder. Keep it referenced while the server is to live: the server ends when it is disposed of or collected.
/// </summary>
public sealed class LocalProcess : IAsyncDisposable
{
    private const int MaxTailLength = 2_000;

    private readonly LocalProcessStart _start;
    private readonly Process _guard;

    private LocalProcess(LocalProcessStart start, Process guard, int id)
    {
        _start = start;
        _guard = guard;
        Id = id;
    }

    /// <summary>Process id of the server itself, which leads its own process group.</summary>
    public int Id { get; }

    /// <summary>True when the process has ended.</summary>
    public bool HasExited => _guard.HasExited;

    /// <summary>The end of what the server wrote, for messages.</summary>
    public string LogTail => TailOf(_start.LogPath);

    /// <exception cref="LocalServerException">No process came to be. A program that is missing or ends at once is not an error here, it has exited with 127.</exception>
    public static async Task<LocalProcess> StartAsync(LocalProcessStart start, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
            throw new LocalServerException($"{start.Program} cannot be started here: local servers need Linux");

        Process guard = ProcessGuard.Start(start);
        try
        {
            string? line = await guard.StandardOutput.ReadLineAsync(ct).ConfigureAwait(false);
            if (!int.TryParse(line, CultureInfo.InvariantCulture, out int id))
                throw new LocalServerException($"{start.Program} could not be started: {TailOf(start.LogPath)}");

            ProcessRecord.Write(start.Folder, start.Name, id);
            return new LocalProcess(start, guard, id);
        }
        catch
        {
            // The guard reads the end of its input, and ends what it started.
            guard.Dispose();
            throw;
        }
    }

    /// <summary>Sends a signal to the server alone, not to what it started; false when it has ended.</summary>
    public bool Signal(LocalSignal signal) => !HasExited && ProcessTree.Signal(Id, signal);

    /// <summary>Waits for the end of the server and returns its exit code, 128 and the number of the signal that ended it.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken ct)
    {
        await _guard.WaitForExitAsync(ct).ConfigureAwait(false);
        return _guard.ExitCode;
    }

    /// <summary>Signals, then waits; what has not ended when the time is over is killed. Returns true when it ended by itself.</summary>
    public async Task<bool> StopAsync(LocalSignal signal, TimeSpan patience, TimeProvider time)
    {
        Signal(signal);
        using var limit = new CancellationTokenSource(patience, time);
        try
        {
            await WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            await KillAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Kills the server and all that it started, at once; returns when they are gone.</summary>
    public async Task KillAsync()
    {
        if (!HasExited)
        {
            ProcessTree.Kill(Id);
            await WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        ProcessRecord.Delete(_start.Folder, _start.Name);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync().ConfigureAwait(false);
        _guard.Dispose();
    }

    private static string TailOf(string path)
    {
        if (!File.Exists(path))
            return "";

        string text = File.ReadAllText(path).Trim();
        return text.Length <= MaxTailLength ? text : text[^MaxTailLength..];
    }
}
