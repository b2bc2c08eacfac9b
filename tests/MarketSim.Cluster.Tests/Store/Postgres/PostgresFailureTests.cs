using MarketSim.Cluster.Local;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Postgres;
using MarketSim.Results;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Cluster.Tests.Store.Postgres;

/// <summary>What a node sees when the database is away, or turns it away.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresFailureTests(PostgresServer server) : IAsyncLifetime
{
    private const string Run = "run-1";

    private PostgresOptions _database = null!;
    private PostgresClusterStore _store = null!;

    public async Task InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync();
        _store = await PostgresClusterStore.OpenAsync(_database, NullLogger.Instance);
        await _store.SubmitAsync(Stored.Submission(Run));
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await server.DropDatabaseAsync(_database);
    }

    public static TheoryData<string> Calls => [.. AllCalls.Keys];

    private static SortedDictionary<string, Func<PostgresClusterStore, RunLease, Task<bool>>> AllCalls => new(StringComparer.Ordinal)
    {
        ["acquire"] = async (store, _) => await store.AcquireAsync("run-2", 0, "holder-1", "build-1") is { Epoch: 1 },
        ["commit"] = (store, lease) => store.CommitAsync(lease, Stored.Manifest(10, Stored.Part("a", 1)), keep: 2),
        ["fail"] = (store, lease) => store.FailAsync(lease, "reason", Stored.Summary(RunStatus.Failed)),
        ["lease"] = (store, _) => store.TryAcquireLeaseAsync("majority", "owner-1", TimeSpan.FromMinutes(5)),
        ["raise"] = async (store, lease) => await store.RaiseAsync(lease, Stored.Recovery(2)) is { Epoch: 2 },
        ["read"] = async (store, _) => (await store.ReadRunsAsync()).Count == 2,
        ["report"] = async (store, lease) => await store.ReportAsync(lease, RunPosition.Start, null) is not null,
        ["stop"] = (store, _) => store.RequestStopAsync(Run),
        ["submit"] = async (store, _) =>
        {
            await store.SubmitAsync(Stored.Submission("run-3"));
            return await store.ReadRunAsync("run-3") is not null;
        },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Connections_that_died_while_nobody_used_them_are_no_outage(string call)
    {
        await _store.SubmitAsync(Stored.Submission("run-2"));
        RunLease lease = (await _store.AcquireAsync(Run, 0, "holder-1", "build-1"))!;
        await _store.WritePartsAsync(Run, lease.Epoch, [Stored.Part("a", 1)]);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _store.ReadRunsAsync()));
        await PostgresServer.ExecuteAsync(
            server.Server.Administrator, $"select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{_database.Database}'");

        Assert.True(await AllCalls[call](_store, lease));
    }

    [Theory]
    [InlineData("read")]
    [InlineData("acquire")]
    public async Task Connections_to_a_server_that_was_killed_and_is_back_are_no_outage(string call)
    {
        await _store.SubmitAsync(Stored.Submission("run-2"));
        RunLease lease = (await _store.AcquireAsync(Run, 0, "holder-1", "build-1"))!;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _store.ReadRunsAsync()));
        await server.Server.KillAsync();
        await server.Server.StartAsync(CancellationToken.None);

        Assert.True(await AllCalls[call](_store, lease));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Server_that_went_away_and_came_back_has_lost_nothing(bool isKilled)
    {
        LocalDatabase local = server.Server;
        RunLease lease = (await _store.AcquireAsync(Run, 0, "holder-1", "build-1"))!;
        await _store.WritePartsAsync(Run, lease.Epoch, [Stored.Part("a", 1)]);
        Assert.True(await _store.CommitAsync(lease, Stored.Manifest(10, Stored.Part("a", 1)), keep: 2));

        await (isKilled ? local.KillAsync() : local.StopAsync());
        var unavailable = await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.ReportAsync(lease, RunPosition.Start, null));
        await Assert.ThrowsAsync<StoreUnavailableException>(_store.ReadRunsAsync);
        await local.StartAsync(CancellationToken.None);

        Assert.Contains(_database.ToString(), unavailable.Message);
        Assert.NotNull(await _store.ReportAsync(lease, RunPosition.Start, null));
        Assert.Equal(10, (await _store.ReadLatestAsync(Run))!.Tick);
        Assert.Single(await _store.ReadPartsAsync(Run, [Stored.Reference(Stored.Part("a", 1))]));
    }

    [Fact]
    public async Task Statement_that_waits_for_too_long_is_unavailable()
    {
        PostgresOptions impatient = _database with { CommandTimeout = TimeSpan.FromSeconds(1) };
        await using PostgresClusterStore store = await PostgresClusterStore.OpenAsync(impatient, NullLogger.Instance);
        await using var connection = new Npgsql.NpgsqlConnection(_database.ConnectionString(isPooled: false));
        await connection.OpenAsync();
        await using Npgsql.NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await using var command = new Npgsql.NpgsqlCommand("lock table marketsim.run_leases", connection);
        await command.ExecuteNonQueryAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AcquireAsync(Run, 0, "holder-1", "build-1"));

        await transaction.RollbackAsync();
        Assert.NotNull(await store.AcquireAsync(Run, 0, "holder-1", "build-1"));
    }

    [Fact]
    public async Task Wrong_password_is_refused_with_user_host_and_database_and_never_shown()
    {
        PostgresOptions wrong = _database with { Password = "not-the-password" };

        StoreRefusedException refused = await RefusedAsync(wrong);

        Assert.Contains($"127.0.0.1:{_database.Port}", refused.Message);
        Assert.Contains(_database.User, refused.Message);
        Assert.Contains(_database.Database, refused.Message);
        Assert.DoesNotContain("not-the-password", refused.ToString());
        Assert.DoesNotContain("not-the-password", wrong.ToString());
    }

    [Fact]
    public async Task Missing_password_is_refused() => Assert.Contains("wants a password", (await RefusedAsync(_database with { Password = null })).Message);

    [Fact]
    public async Task Missing_database_is_refused_by_name() =>
        Assert.Contains("There is no database nowhere", (await RefusedAsync(_database with { Database = "nowhere" })).Message);

    [Fact]
    public async Task Server_without_protection_is_refused_where_it_is_wanted()
    {
        Assert.Contains("No protected connection", (await RefusedAsync(_database with { Tls = DatabaseTls.Require })).Message);
        Assert.Contains("No protected connection", (await RefusedAsync(_database with { Tls = DatabaseTls.VerifyFull })).Message);
    }

    [Fact]
    public async Task Port_where_nobody_listens_is_unavailable()
    {
        PostgresOptions nobody = _database with { Port = LoopbackPorts.Free(1)[0] };

        await Assert.ThrowsAsync<StoreUnavailableException>(() => PostgresClusterStore.OpenAsync(nobody, NullLogger.Instance));
    }

    [Fact]
    public async Task Too_many_connections_are_unavailable()
    {
        await PostgresServer.ExecuteAsync(server.Server.Administrator, $"alter database {_database.Database} connection limit 0");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => PostgresClusterStore.OpenAsync(_database with { ApplicationName = "another" }, NullLogger.Instance));
    }

    private static Task<StoreRefusedException> RefusedAsync(PostgresOptions database) =>
        Assert.ThrowsAsync<StoreRefusedException>(() => PostgresClusterStore.OpenAsync(database, NullLogger.Instance));
}
