using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Store.Postgres;

/// <summary>The truth of a cluster in PostgreSQL 15 or newer. All calls may be made on any thread.</summary>
public sealed class PostgresClusterStore : IClusterStore
{
    private readonly PostgresDatabase _database;
    private readonly PostgresRunRegistry _runs;
    private readonly PostgresRunLeases _runLeases;
    private readonly PostgresLeases _leases;
    private readonly PostgresParts _parts;
    private readonly PostgresCheckpoints _checkpoints;
    private readonly PostgresOutputs _outputs;
    private readonly PostgresFiles _files;

    private PostgresClusterStore(PostgresDatabase database)
    {
        _database = database;
        _runs = new PostgresRunRegistry(database);
        _runLeases = new PostgresRunLeases(database);
        _leases = new PostgresLeases(database);
        _parts = new PostgresParts(database);
        _checkpoints = new PostgresCheckpoints(database, new PostgresLeftovers(database));
        _outputs = new PostgresOutputs(database, _checkpoints);
        _files = new PostgresFiles(database);
    }

    /// <summary>Connects, and makes sure that the tables are there and of this program's version.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached for now.</exception>
    /// <exception cref="StoreRefusedException">Wrong password, no such database, no tables, tables of another version, no rights.</exception>
    public static async Task<PostgresClusterStore> OpenAsync(PostgresOptions options, ILogger logger)
    {
        var database = new PostgresDatabase(options, logger);
        try
        {
            await PostgresSchema.VerifyAsync(database).ConfigureAwait(false);
            return new PostgresClusterStore(database);
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
