using System.Diagnostics;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Postgres;
using MarketSim.Results.Checkpoints;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace MarketSim.Cluster.Tests.Store.Postgres;

/// <summary>Two that do something at once: one of them is held in an open transaction, by hand, where the store's own statement would be for an instant.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresRaceTests(PostgresServer server) : IAsyncLifetime
{
    private const string Run = "run-1";

    private PostgresOptions _database = null!;
    private PostgresClusterStore _store = null!;
    private RunLease _lease = null!;

    public async Task InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync();
        _store = await PostgresClusterStore.OpenAsync(_database, NullLogger.Instance);
        await _store.SubmitAsync(Stored.Submission(Run));
        _lease = (await _store.AcquireAsync(Run, 0, "holder-1", "build-1"))!;
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await server.DropDatabaseAsync(_database);
    }

    [Fact]
    public async Task Raise_waits_for_a_writer_of_parts()
    {
        await using Held writer = await HoldAsync("select from marketsim.run_leases where epoch = 1 for key share");

        Task<RunLease?> raise = _store.RaiseAsync(_lease, Stored.Recovery(2));
        await StatementsWaitAsync(1);
        await writer.CommitAsync();

        Assert.Equal(2, (await raise)!.Epoch);
    }

    [Fact]
    public async Task Report_and_commit_do_not_wait_for_a_writer_of_parts()
    {
        await using Held writer = await HoldAsync("select from marketsim.run_leases where epoch = 1 for key share");

        Assert.NotNull(await _store.ReportAsync(_lease, RunPosition.Start, null).WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.True(await _store.CommitAsync(_lease, Stored.Manifest(1), 2).WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_that_meets_a_raise_is_refused_once_that_is_committed(bool isCommitted)
    {
        PartContent part = Stored.Part("a", 1);
        await using Held raise = await HoldAsync("update marketsim.run_leases set epoch = 2");

        Task<IReadOnlyList<PartReference>> write = _store.WritePartsAsync(Run, 1, [part]);
        await StatementsWaitAsync(1);
        if (isCommitted)
        {
            await raise.CommitAsync();
            await Assert.ThrowsAsync<StaleEpochException>(() => write);
        }
        else
        {
            await raise.DisposeAsync();
            Assert.Equal([Stored.Reference(part)], await write);
        }
    }

    [Fact]
    public async Task Part_that_is_being_deleted_when_it_is_asked_for_is_sent_again()
    {
        PartContent part = Stored.Part("a", 1);
        await _store.WritePartsAsync(Run, 1, [part]);
        await using Held deletion = await HoldAsync("delete from marketsim.parts");

        Task<IReadOnlyList<PartReference>> write = _store.WritePartsAsync(Run, 1, [part]);
        await StatementsWaitAsync(1);
        await deletion.CommitAsync();

        Assert.Equal(part.Content.ToArray(), (await _store.ReadPartsAsync(Run, await write)).Single());
    }

    [Fact]
    public async Task Part_that_is_asked_for_while_it_is_about_to_be_deleted_stays()
    {
        PartContent part = Stored.Part("a", 1);
        await _store.WritePartsAsync(Run, 1, [part]);
        await _store.CommitAsync(_lease, Stored.Manifest(1, part), 1);

        // A writer that has found the part, and whose transaction has not ended yet, while a commit drops the only manifest that names it.
        await using Held mark = await HoldAsync("update marketsim.parts set mark = 3");
        Task<bool> commit = _store.CommitAsync(_lease, Stored.Manifest(2), 1);
        await StatementsWaitAsync(1);
        await mark.CommitAsync();

        Assert.True(await commit);
        Assert.True(await _store.CommitAsync(_lease, Stored.Manifest(3, part), 1));
    }

    [Fact]
    public async Task Lead_that_is_taken_while_another_takes_it_is_not_given_twice()
    {
        await using Held first = await HoldAsync("update marketsim.run_leases set holder = 'holder-9', epoch = 2");

        Task<RunLease?> second = _store.AcquireAsync(Run, 1, "holder-2", "build-1");
        await StatementsWaitAsync(1);
        await first.CommitAsync();

        Assert.Null(await second);
    }

    [Fact]
    public async Task Lead_is_taken_only_once_a_writer_of_parts_has_ended()
    {
        await using Held writer = await HoldAsync("select from marketsim.run_leases where epoch = 1 for key share");

        Task<RunLease?> second = _store.AcquireAsync(Run, 1, "holder-2", "build-1");
        await StatementsWaitAsync(1);
        await writer.CommitAsync();

        Assert.Equal(2, (await second)!.Epoch);
    }

    [Fact]
    public async Task Named_lease_that_is_taken_while_another_takes_it_is_not_given_twice()
    {
        await using Held first = await HoldAsync("insert into marketsim.leases values ('majority', 'owner-1', clock_timestamp() + interval '1 minute')");

        Task<bool> second = _store.TryAcquireLeaseAsync("majority", "owner-2", TimeSpan.FromMinutes(1));
        await StatementsWaitAsync(1);
        await first.CommitAsync();

        Assert.False(await second);
    }

    [Fact]
    public async Task Commit_whose_first_attempt_is_still_under_way_counts_once()
    {
        PartContent rows = new("trades.csv", Stored.Bytes(1, 100));
        await _store.WritePartsAsync(Run, 1, [rows]);
        CheckpointManifest manifest = Stored.Manifest(1) with
        {
            Outputs = [new OutputLength("trades.csv", 100)],
            Segments = [new OutputSegment("trades.csv", 0, Stored.Reference(rows))],
        };
        await using Held lease = await HoldAsync("select from marketsim.run_leases for no key update");

        Task<bool>[] attempts = [_store.CommitAsync(_lease, manifest, 2), _store.CommitAsync(_lease, manifest, 2)];
        await StatementsWaitAsync(attempts.Length);
        await lease.CommitAsync();

        Assert.All(await Task.WhenAll(attempts), Assert.True);
        await PostgresServer.ExecuteAsync(_database, "do $$ begin if (select count(*) from marketsim.manifests) <> 1 then raise 'twice'; end if; end $$");
    }

    /// <summary>Until the server says that statements of this test wait for a lock.</summary>
    private async Task StatementsWaitAsync(int statements)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString(isPooled: false));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'", connection);
        var watch = Stopwatch.StartNew();
        while ((long)(await command.ExecuteScalarAsync())! < statements)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "No statement waits for the lock.");
        }
    }

    private Task<Held> HoldAsync(string text) => Held.OpenAsync(_database, text);

    /// <summary>A transaction that has carried out one statement and stays open.</summary>
    private sealed class Held : IAsyncDisposable
    {
        private readonly NpgsqlConnection _connection;
        private NpgsqlTransaction? _transaction;

        private Held(NpgsqlConnection connection) => _connection = connection;

        public static async Task<Held> OpenAsync(PostgresOptions database, string text)
        {
            var held = new Held(new NpgsqlConnection(database.ConnectionString(isPooled: false)));
            await held._connection.OpenAsync();
            held._transaction = await held._connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand(text, held._connection);
            await command.ExecuteNonQueryAsync();
            return held;
        }

        public async Task CommitAsync()
        {
            await _transaction!.CommitAsync();
            _transaction = null;
        }

        public ValueTask DisposeAsync() => _connection.DisposeAsync();
    }
}
