using System.Diagnostics;
using System.Globalization;
using MarketSim.Cluster.Store.Sqlite;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Store.Sqlite;

/// <summary>Processes that write to one file until they are killed with SIGKILL, wherever they are at that moment.</summary>
public sealed class SqliteKillTests : IAsyncLifetime
{
    private static readonly string s_program = Path.Combine(
        AppContext.BaseDirectory.Replace("MarketSim.Cluster.Tests", "MarketSim.Cluster.TestNode", StringComparison.Ordinal), "MarketSim.Cluster.TestNode.dll");

    private readonly SqliteFolder _folder = new();
    private readonly List<Process> _writers = [];
    private SqliteClusterStore _store = null!;

    public async Task InitializeAsync()
    {
        _store = await _folder.OpenAsync();
        await _store.SubmitAsync(Stored.Submission("run-1"));
        await _store.SubmitAsync(Stored.Submission("run-2"));
    }

    public async Task DisposeAsync()
    {
        foreach (Process writer in _writers)
        {
            writer.Kill();
            await writer.WaitForExitAsync();
            writer.Dispose();
        }

        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Killed_writer_loses_no_checkpoint_that_was_committed_and_leaves_none_by_half()
    {
        foreach (int checkpoints in new[] { 1, 2, 5, 11, 3 })
        {
            Process writer = Start("run-1");
            long seen = -1;
            for (int committed = 0; committed < checkpoints; committed++)
            {
                seen = await CommittedAsync(writer);
            }

            long last = await KillAsync(writer, seen);

            CheckpointManifest latest = (await _store.ReadLatestAsync("run-1"))!;
            Assert.InRange(latest.Tick, last, last + 1);
            Assert.Equal(latest.Parts.Count, (await _store.ReadPartsAsync("run-1", latest.Parts)).Count);
            Assert.Equal(["ok"], _folder.Read("pragma integrity_check", row => row.GetString(0)), StringComparer.Ordinal);
        }

        Assert.Equal(5, (await _store.ReadRunAsync("run-1"))!.Epoch);
    }

    [Fact]
    public async Task Writer_beside_one_that_is_killed_goes_on()
    {
        Process killed = Start("run-1");
        Process other = Start("run-2");
        long seen = await CommittedAsync(killed);
        long before = await CommittedAsync(other);
        long last = await KillAsync(killed, seen);

        long after = before;
        while (after < before + 5)
        {
            after = await CommittedAsync(other);
        }

        long end = await KillAsync(other, after);
        Assert.InRange((await _store.ReadLatestAsync("run-2"))!.Tick, end, end + 1);
        Assert.InRange((await _store.ReadLatestAsync("run-1"))!.Tick, last, last + 1);
    }

    private Process Start(string run)
    {
        var start = new ProcessStartInfo("dotnet", [s_program, $"writer={run}", $"file={_folder.Options.File}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        Process writer = Process.Start(start)!;
        _writers.Add(writer);
        return writer;
    }

    private static async Task<long> CommittedAsync(Process writer) => Tick(await writer.StandardOutput.ReadLineAsync())
        ?? throw new InvalidOperationException("The writer ended by itself; the console has what it said.");

    /// <returns>The last tick that it said to be committed.</returns>
    private static async Task<long> KillAsync(Process writer, long seen)
    {
        writer.Kill();
        while (Tick(await writer.StandardOutput.ReadLineAsync()) is { } tick)
        {
            seen = tick;
        }

        await writer.WaitForExitAsync();
        return seen;
    }

    private static long? Tick(string? line) => line is null ? null : long.Parse(line.AsSpan("committed ".Length), NumberStyles.None, CultureInfo.InvariantCulture);
}
