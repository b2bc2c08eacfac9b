using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace MarketSim.Cluster.Tests.Store.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class PostgresSchemaTests(PostgresServer server) : IAsyncLifetime
{
    private PostgresOptions _database = null!;

    public async Task InitializeAsync() => _database = await server.CreateDatabaseAsync(hasSchema: false);

    public Task DisposeAsync() => server.DropDatabaseAsync(_database);

    [Fact]
    public async Task Database_without_tables_says_how_to_make_them()
    {
        StoreRefusedException refused = await RefusedAsync(_database);

        Assert.Contains("does not have the tables", refused.Message);
        Assert.Contains("marketsim cluster init", refused.Message);
    }

    [Fact]
    public async Task Tables_are_made_once_by_many_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => PostgresSchema.CreateAsync(_database, NullLogger.Instance)));

        await using PostgresClusterStore store = await PostgresClusterStore.OpenAsync(_database, NullLogger.Instance);
        await store.SubmitAsync(Stored.Submission("run-1"));
        await PostgresSchema.CreateAsync(_database, NullLogger.Instance);
        Assert.Single(await store.ReadRunsAsync());
    }

    [Fact]
    public async Task Older_tables_say_how_to_bring_them_up_to_date_and_then_keep_their_runs()
    {
        await CreateVersion1Async();
        await PostgresServer.ExecuteAsync(
            _database,
            """
            insert into marketsim.runs (name, scenario, scenario_digest, most_nodes, submitted_at) values ('run-1', 'name: a', '5c3a', 4, now());
            insert into marketsim.leases (run_id, holder, epoch, expires_at) select id, 'process-1', 7, now() + interval '1 hour' from marketsim.runs;
            """);
        Assert.Contains("have version 1; this program needs version 2", (await RefusedAsync(_database)).Message);
        Assert.Contains("marketsim cluster init", (await RefusedAsync(_database)).Message);

        await PostgresSchema.CreateAsync(_database, NullLogger.Instance);

        await using PostgresClusterStore store = await PostgresClusterStore.OpenAsync(_database, NullLogger.Instance);
        ActiveRun run = Assert.Single(await store.ReadActiveAsync());
        Assert.Equal(("run-1", 7L, "process-1"), (run.Run, run.Epoch, run.Holder));
        Assert.True(run.SinceReport >= TimeSpan.Zero, $"{run.SinceReport} since its last report");
        Assert.Equal(4, (await store.AcquireAsync("run-1", 7, "holder-1", "build-1"))!.Submission.MaxNodes);
        await UseAllAsync(store, "run-2");
    }

    [Fact]
    public async Task Older_tables_brought_up_to_date_are_those_made_anew()
    {
        await CreateVersion1Async();
        await PostgresSchema.CreateAsync(_database, NullLogger.Instance);
        PostgresOptions made = await server.CreateDatabaseAsync();

        string expected = await CatalogueAsync(made);
        string upgraded = await CatalogueAsync(_database);

        Assert.Contains("marketsim.run_leases.reported_at", expected);
        Assert.Equal(expected, upgraded);
        await server.DropDatabaseAsync(made);
    }

    [Fact]
    public async Task Newer_tables_say_that_the_program_is_older()
    {
        await HaveVersionAsync(99);

        Assert.Contains("This program is older than the database", (await RefusedAsync(_database)).Message);
        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => PostgresSchema.CreateAsync(_database, NullLogger.Instance));
        Assert.Contains("version 99", refused.Message);
    }

    [Fact]
    public async Task Role_without_rights_is_told_what_it_lacks_and_needs_no_more_than_what_it_is_granted()
    {
        await PostgresSchema.CreateAsync(_database, NullLogger.Instance);
        string role = _database.Database + "-node";
        await PostgresServer.ExecuteAsync(server.Server.Administrator, $"create role \"{role}\" login password 'node-password'");
        PostgresOptions node = _database with { User = role, Password = "node-password" };
        StoreRefusedException refused = await RefusedAsync(node);
        Assert.Contains($"--grant {role}", refused.Message);
        Assert.DoesNotContain("node-password", refused.ToString());

        await PostgresSchema.GrantAsync(_database, role);

        await using (PostgresClusterStore store = await PostgresClusterStore.OpenAsync(node, NullLogger.Instance))
        {
            await UseAllAsync(store, "run-1");
        }

        var denied = await Assert.ThrowsAsync<StoreRefusedException>(() => PostgresSchema.GrantAsync(node, "postgres"));
        Assert.Contains("may not change the tables", denied.Message);
        await PostgresServer.ExecuteAsync(server.Server.Administrator with { Database = _database.Database }, $"drop owned by \"{role}\"");
        await PostgresServer.ExecuteAsync(server.Server.Administrator, $"drop role \"{role}\"");
    }

    private static async Task UseAllAsync(PostgresClusterStore store, string run)
    {
        Assert.True(await store.TryAcquireLeaseAsync("majority", "owner-1", TimeSpan.FromSeconds(1)));
        await store.ReleaseLeaseAsync("majority", "owner-1");
        await store.SubmitAsync(Stored.Submission(run));
        RunLease lease = (await store.AcquireAsync(run, 0, "holder-1", "build-1"))!;
        lease = (await store.RaiseAsync(lease, Stored.Recovery(2)))!;
        for (int tick = 1; tick <= 3; tick++)
        {
            await store.WritePartsAsync(run, lease.Epoch, [Stored.Part("a", tick)]);
            Assert.True(await store.CommitAsync(lease, Stored.Manifest(tick, Stored.Part("a", tick)), keep: 1));
        }

        byte[] file = [1, 2, 3];
        await store.WriteFileAsync(Stored.Digest(file), file);
    }

    private static Task<StoreRefusedException> RefusedAsync(PostgresOptions database) =>
        Assert.ThrowsAsync<StoreRefusedException>(() => PostgresClusterStore.OpenAsync(database, NullLogger.Instance));

    private async Task CreateVersion1Async()
    {
        string script = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Store", "Postgres", "Data", "version-1.sql"));
        await PostgresServer.ExecuteAsync(_database, "create schema marketsim;" + script + "insert into marketsim.schema_version (version) values (1);");
    }

    /// <summary>Columns, constraints and indexes, one a line.</summary>
    private static async Task<string> CatalogueAsync(PostgresOptions database)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString(isPooled: false));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            select string_agg(line, E'\n' order by line collate "C") from (
                select concat_ws(' ', table_schema || '.' || table_name || '.' || column_name, ordinal_position, data_type, is_nullable, column_default, identity_generation)
                    from information_schema.columns where table_schema = 'marketsim'
                union all
                select concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
                    from pg_constraint where connamespace = 'marketsim'::regnamespace and contype <> 'n'
                union all
                select indexdef from pg_indexes where schemaname = 'marketsim'
                union all
                select concat_ws(' ', oid::regclass, reloptions::text) from pg_class where relnamespace = 'marketsim'::regnamespace and relkind = 'r') as lines (line)
            """,
            connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private async Task HaveVersionAsync(int version)
    {
        await PostgresSchema.CreateAsync(_database, NullLogger.Instance);
        await PostgresServer.ExecuteAsync(_database, $"update marketsim.schema_version set version = {version}");
    }
}
