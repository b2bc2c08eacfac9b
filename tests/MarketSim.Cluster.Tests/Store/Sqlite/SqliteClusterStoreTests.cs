using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Sqlite;

namespace MarketSim.Cluster.Tests.Store.Sqlite;

public sealed class SqliteClusterStoreTests : ClusterStoreSuite
{
    private readonly SqliteFolder _folder = new();
    private readonly VirtualTimeProvider _time = new();

    private SqliteClusterStore _second = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _second = await _folder.OpenAsync(time: _time);
    }

    public override async Task DisposeAsync()
    {
        await _second.DisposeAsync();
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IClusterStore> OpenAsync() => await _folder.OpenAsync(time: _time);

    protected override IClusterStore StoreOf(int node) => node % 2 == 0 ? Store : _second;

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }

    protected override Task DamageAsync(string digest)
    {
        _folder.Execute($"update contents set content = zeroblob(length(content)) where part_id in (select id from parts where sha256 = '{digest}')");
        return Task.CompletedTask;
    }

    protected override Task DamageManifestAsync()
    {
        _folder.Execute("update manifests set body = body || ' '");
        return Task.CompletedTask;
    }

    protected override Task<IReadOnlyCollection<string>> StoredDigestsAsync() =>
        Task.FromResult<IReadOnlyCollection<string>>(_folder.Read("select sha256 from parts join contents on part_id = id", row => row.GetString(0)));
}
