using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Store.Sqlite;

/// <summary>The truth of a cluster whose processes all run on one machine, in a SQLite file. All calls may be made on any thread.</summary>
public sealed class SqliteClusterStore : IClusterStore
{
    private readonly SqliteDatabase _database;
    private readonly SqliteRunRegistry _runs;
    private readonly SqliteRunLeases _runLeases;
    private readonly SqliteLeases _leases;
    private readonly SqliteParts _parts;
    private readonly SqliteCheckpoints _checkpoints;
    private readonly SqliteOutputs _outputs;
    private readonly SqliteFiles _files;

    private SqliteClusterStore(SqliteDatabase database)
    {
        _database = database;
        _runs = new SqliteRunRegistry(database);
        _runLeases = new SqliteRunLeases(database);
        _leases = new SqliteLeases(database);
        _parts = new SqliteParts(database);
        _checkpoints = new SqliteCheckpoints(database);
        _outputs = new SqliteOutputs(database, _checkpoints);
        _files = new SqliteFiles(database);
    }

    /// <summary>For tests.</summary>
    internal SqliteDatabase Database => _database;

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="time">The machine's wall clock; all processes that share the file go by it.</param>
    /// <exception cref="StoreUnavailableException">The file is locked for too long, or its disk is full or fails.</exception>
    /// <exception cref="StoreRefusedException">No such folder, no rights, another program's file, a newer version's, a damaged one.</exception>
    public static async Task<SqliteClusterStore> OpenAsync(SqliteOptions options, TimeProvider time, ILogger logger)
    {
        var database = new SqliteDatabase(options, time, logger);
        try
        {
            await database.OpenAsync().ConfigureAwait(false);
            return new SqliteClusterStore(database);
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task SubmitAsync(RunSubmission run) => _runs.SubmitAsync(run);

    /// <inheritdoc/>
    public Task<RunRecord?> ReadRunAsync(string run) => _runs.ReadRunAsync(run);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunRecord>> ReadRunsAsync() => _runs.ReadRunsAsync();

    /// <inheritdoc/>
    public Task<IReadOnlyList<ActiveRun>> ReadActiveAsync() => _runs.ReadActiveAsync();

    /// <inheritdoc/>
    public Task<bool> RequestStopAsync(string run) => _runs.RequestStopAsync(run);

    /// <inheritdoc/>
    public Task<bool> RequestResumeAsync(string run) => _runs.RequestResumeAsync(run);

    /// <inheritdoc/>
    public Task<bool> RemoveRunAsync(string run) => _runs.RemoveAsync(run);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Recovery>> ReadRecoveriesAsync(string run) => _runs.ReadRecoveriesAsync(run);

    /// <inheritdoc/>
    public Task<RunLease?> AcquireAsync(string run, long expectedEpoch, string holder, string build) =>
        _runLeases.AcquireAsync(run, expectedEpoch, holder, build);

    /// <inheritdoc/>
    public Task<LeaderInstructions?> ReportAsync(RunLease lease, RunPosition position, string? progress) =>
        _runLeases.ReportAsync(lease, position, progress);

    /// <inheritdoc/>
    public Task<RunLease?> RaiseAsync(RunLease lease, Recovery recovery) => _runLeases.RaiseAsync(lease, recovery);

    /// <inheritdoc/>
    public Task<bool> NoteAsync(RunLease lease, Recovery recovery) => _runLeases.NoteAsync(lease, recovery);

    /// <inheritdoc/>
    public Task ReleaseAsync(RunLease lease) => _runLeases.ReleaseAsync(lease);

    /// <inheritdoc/>
    public Task<bool> FailAsync(RunLease lease, string message, RunSummary summary) => _runLeases.FailAsync(lease, message, summary);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PartReference>> WritePartsAsync(string run, long epoch, IReadOnlyList<PartContent> parts) => _parts.WriteAsync(run, epoch, parts);

    /// <inheritdoc/>
    public Task<IReadOnlyList<byte[]>> ReadPartsAsync(string run, IReadOnlyList<PartReference> parts) => _parts.ReadAsync(run, parts);

    /// <inheritdoc/>
    public Task<bool> CommitAsync(RunLease lease, CheckpointManifest manifest, int keep) => _checkpoints.CommitAsync(lease, manifest, keep);

    /// <inheritdoc/>
    public Task<CheckpointManifest?> ReadLatestAsync(string run) => _checkpoints.ReadLatestAsync(run);

    /// <inheritdoc/>
    public Task<RunSummary?> ReadSummaryAsync(string run) => _checkpoints.ReadSummaryAsync(run);

    /// <inheritdoc/>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadOutputAsync(string run, string file) => _outputs.ReadAsync(run, file);

    /// <inheritdoc/>
    public Task WriteFileAsync(string sha256, ReadOnlyMemory<byte> content) => _files.WriteAsync(sha256, content);

    /// <inheritdoc/>
    public Task<byte[]?> ReadFileAsync(string sha256) => _files.ReadAsync(sha256);

    /// <inheritdoc/>
    public Task<bool> TryAcquireLeaseAsync(string name, string owner, TimeSpan timeToLive) => _leases.TryAcquireAsync(name, owner, timeToLive);

    /// <inheritdoc/>
    public Task<string?> ReadLeaseAsync(string name) => _leases.ReadAsync(name);

    /// <inheritdoc/>
    public Task ReleaseLeaseAsync(string name, string owner) => _leases.ReleaseAsync(name, owner);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
