using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Postgres;
using MarketSim.Cluster.Tests.Store.Postgres;
using MarketSim.Results.Checkpoints;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Cluster.Tests.Store.Checkpoints;

[Collection(PostgresCollection.Name)]
public sealed class PostgresCheckpointsTests(PostgresServer server) : ClusterCheckpointsSuite
{
    private PostgresOptions? _database;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await server.DropDatabaseAsync(_database!);
    }

    protected override async Task<IClusterStore> ConnectAsync() =>
        await PostgresClusterStore.OpenAsync(_database ??= await server.CreateDatabaseAsync(), NullLogger.Instance);

    protected override Task DamageAsync(PartReference part) => ExecuteAsync(
        $"update marketsim.parts set content = set_byte(content, 0, get_byte(content, 0) # 1) where sha256 = decode('{part.Sha256}', 'hex')");

    protected override Task LoseAsync(PartReference part) => ExecuteAsync($"delete from marketsim.parts where sha256 = decode('{part.Sha256}', 'hex')");

    protected override Task DamageManifestAsync() => ExecuteAsync("update marketsim.manifests set body = body || ' '");

    private Task ExecuteAsync(string text) => PostgresServer.ExecuteAsync(_database!, text);
}
