using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Store.Sqlite;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Store.Checkpoints;

public sealed class SqliteCheckpointsTests : ClusterCheckpointsSuite
{
    private readonly SqliteFolder _folder = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IClusterStore> ConnectAsync() => await _folder.OpenAsync();

    protected override Task DamageAsync(PartReference part) =>
        ExecuteAsync($"update contents set content = zeroblob(length(content)) where part_id in (select id from parts where sha256 = '{part.Sha256}')");

    protected override Task LoseAsync(PartReference part) => ExecuteAsync($"delete from parts where sha256 = '{part.Sha256}'");

    protected override Task DamageManifestAsync() => ExecuteAsync("update manifests set body = body || ' '");

    private Task ExecuteAsync(string text)
    {
        _folder.Execute(text);
        return Task.CompletedTask;
    }
}
