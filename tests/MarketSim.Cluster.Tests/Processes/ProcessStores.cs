using System.Net;
using MarketSim.Cluster.Local;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Store.Postgres;
using MarketSim.Cluster.Store.Sqlite;
using MarketSim.Cluster.Tests.Local;
using MarketSim.Cluster.Tests.Store.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>The stores of a cluster of processes, each made when it is first needed.</summary>
internal sealed class ProcessStores(string folder) : IAsyncDisposable
{
    private readonly Dictionary<StoreKind, IClusterStore> _stores = [];
    private LocalDatabase? _database;

    public string File => Path.Combine(folder, "store.db");

    public LocalDatabase Database => _database!;

    public string Password => _database?.Options.Password ?? string.Empty;

    public IClusterStore this[StoreKind kind] => _stores[kind];

    public async Task OpenAsync(StoreKind kind)
    {
        if (!_stores.ContainsKey(kind))
        {
            _stores.Add(kind, kind is StoreKind.Sqlite ? await OpenFileAsync() : await OpenDatabaseAsync());
        }
    }

    /// <summary>What a node is told of the store.</summary>
    /// <param name="database">How the node reaches the database; null for the database's own address.</param>
    public string ArgumentOf(StoreKind kind, IPEndPoint? database) =>
        kind is StoreKind.Sqlite ? $"file={File}" : $"database={database ?? new IPEndPoint(IPAddress.Loopback, Database.Options.Port)}";

    public async ValueTask DisposeAsync()
    {
        foreach (IClusterStore store in _stores.Values)
        {
            await store.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<IClusterStore> OpenFileAsync()
    {
        Directory.CreateDirectory(folder);
        return await SqliteClusterStore.OpenAsync(new SqliteOptions { File = File }, TimeProvider.System, NullLogger.Instance);
    }

    private async Task<IClusterStore> OpenDatabaseAsync()
    {
        _database = await PostgresServer.StartAsync(isDurable: true);
        await PostgresSchema.CreateAsync(_database.Options, NullLogger.Instance);
        return await PostgresClusterStore.OpenAsync(_database.Options, NullLogger.Instance);
    }
}
