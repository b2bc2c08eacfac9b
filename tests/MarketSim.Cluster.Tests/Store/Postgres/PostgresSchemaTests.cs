using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

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
    public async Task Older_tables_say_how_to_bring_them_up_to_date()
    {
        await HaveVersionAsync(0);

        Assert.Contains("have version 0; this program needs version 1", (await RefusedAsync(_database)).Message);
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
            await UseAllAsync(store);
        }

        var denied = await Assert.ThrowsAsync<StoreRefusedException>(() => PostgresSchema.GrantAsync(node, "postgres"));
        Assert.Contains("may not change the tables", denied.Message);
        await PostgresServer.ExecuteAsync(server.Server.Administrator with { Database = _database.Database }, $"drop owned by \"{role}\"");
        await PostgresServer.ExecuteAsync(server.Server.Administrator, $"drop role \"{role}\"");
    }

    private static async Task UseAllAsync(PostgresClusterStore store)
    {
        long incarnation = await store.RegisterAsync(Stored.Node("alpha", "p1"), TimeSpan.FromSeconds(1));
        await store.RemoveAsync("alpha", incarnation);
        await store.SubmitAsync(Stored.Submission("run-1"));
        Lease lease = (await store.AcquireAsync("run-1", "holder-1", "build-1", TimeSpan.FromMinutes(1)))!;
        lease = (await store.RaiseAsync(lease, Stored.Recovery(2)))!;
        for (int tick = 1; tick <= 3; tick++)
        {
            await store.WritePartsAsync("run-1", lease.Epoch, [Stored.Part("a", tick)]);
            Assert.True(await store.CommitAsync(lease, Stored.Manifest(tick, Stored.Part("a", tick)), keep: 1));
        }

        byte[] file = [1, 2, 3];
        await store.WriteFileAsync(Stored.Digest(file), file);
    }

    private static Task<StoreRefusedException> RefusedAsync(PostgresOptions database) =>
        Assert.ThrowsAsync<StoreRefusedException>(() => PostgresClusterStore.OpenAsync(database, NullLogger.Instance));

    private async Task HaveVersionAsync(int version)
    {
        await PostgresSchema.CreateAsync(_database, NullLogger.Instance);
        await PostgresServer.ExecuteAsync(_database, $"update marketsim.schema_version set version = {version}");
    }
}
