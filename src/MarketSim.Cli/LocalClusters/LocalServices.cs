using System.Security.Cryptography;
using MarketSim.Cluster.Local;
using MarketSim.Cluster.Store.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Cli.LocalClusters;

/// <summary>A private broker and a private database on the loopback address, with the tables of a cluster.</summary>
internal sealed class LocalServices : IAsyncDisposable
{
    private readonly LocalBroker _broker;
    private readonly LocalDatabase _database;

    private LocalServices(LocalBroker broker, LocalDatabase database, string brokerPassword)
    {
        _broker = broker;
        _database = database;
        Nodes = NodeServices.Of(broker.Port, broker.UserName, brokerPassword, database.Options);
    }

    public PostgresOptions Database => _database.Options;

    public NodeServices Nodes { get; }

    /// <param name="folder">Exists; both get folders of their own in it, which go with them.</param>
    /// <exception cref="LocalServerException">A package is missing, or a server did not come up.</exception>
    public static async Task<LocalServices> StartAsync(string folder, TimeProvider timeProvider, CancellationToken ct)
    {
        string password = RandomPassword();
        var broker = new LocalBroker(new LocalBrokerOptions { Folder = Path.Combine(folder, "broker"), Password = password }, timeProvider);
        var databaseOptions = new LocalDatabaseOptions { Folder = Path.Combine(folder, "database"), Port = LoopbackPorts.Free(1)[0], Password = RandomPassword() };

        // The broker takes seconds to come up: the database does so meanwhile.
        Task starting = broker.StartAsync(ct);
        LocalDatabase? database = null;
        try
        {
            database = await LocalDatabase.CreateAsync(databaseOptions, timeProvider, ct).ConfigureAwait(false);
            await PostgresSchema.CreateAsync(database.Options, NullLogger.Instance).ConfigureAwait(false);
            await starting.ConfigureAwait(false);
            return new LocalServices(broker, database, password);
        }
        catch
        {
            await starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await broker.DisposeAsync().ConfigureAwait(false);
            if (database is not null)
            {
                await database.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync().ConfigureAwait(false);
        await _database.DisposeAsync().ConfigureAwait(false);
    }

    private static string RandomPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
