using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace MarketSim.Cluster.Tests.Store.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class PostgresClusterStoreTests(PostgresServer server) : ClusterStoreSuite
{
    private PostgresOptions _database = null!;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await server.DropDatabaseAsync(_database);
    }

    protected override async Task<IClusterStore> OpenAsync()
    {
        _database = await server.CreateDatabaseAsync();
        return await PostgresClusterStore.OpenAsync(_database, NullLogger.Instance);
    }

    /// <summary>By the clock of the store: a timer of this process may fire a little before its time.</summary>
    protected override Task PassAsync(TimeSpan time) => PostgresServer.ExecuteAsync(_database, FormattableString.Invariant($"select pg_sleep({time.TotalSeconds})"));

    protected override Task DamageAsync(string digest) => PostgresServer.ExecuteAsync(
        _database, $"update marketsim.parts set content = set_byte(content, 0, get_byte(content, 0) # 1) where sha256 = decode('{digest}', 'hex')");

    protected override Task DamageManifestAsync() => PostgresServer.ExecuteAsync(_database, "update marketsim.manifests set body = body || ' '");

    protected override async Task<IReadOnlyCollection<string>> StoredDigestsAsync()
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString(isPooled: false));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select array(select encode(sha256, 'hex') from marketsim.parts)", connection);
        return (string[])(await command.ExecuteScalarAsync())!;
    }
}
