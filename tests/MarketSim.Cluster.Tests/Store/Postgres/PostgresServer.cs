using System.Globalization;
using MarketSim.Cluster.Local;
using MarketSim.Cluster.Store.Postgres;
using MarketSim.Cluster.Tests.Local;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace MarketSim.Cluster.Tests.Store.Postgres;

/// <summary>One PostgreSQL for all tests that need it, one after the other; each makes databases of its own.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Template = "with_schema";

    private int _databases;

    public LocalDatabase Server { get; private set; } = null!;

    /// <summary>Of the role that owns every database made here.</summary>
    public PostgresOptions Owner => Server.Options;

    public async Task InitializeAsync()
    {
        Server = await StartAsync(isDurable: false);
        await ExecuteAsync(Server.Administrator, $"create database {Template} owner {Owner.User}");
        await PostgresSchema.CreateAsync(Owner with { Database = Template }, NullLogger.Instance);
    }

    public Task DisposeAsync() => Server.DisposeAsync().AsTask();

    /// <summary>A private server in a new folder.</summary>
    public static Task<LocalDatabase> StartAsync(bool isDurable)
    {
        var options = new LocalDatabaseOptions
        {
            Folder = TestServices.NewFolder("postgres"),
            Port = LoopbackPorts.Free(1)[0],
            Password = Guid.NewGuid().ToString("N"),
            IsDurable = isDurable,
        };
        return LocalDatabase.CreateAsync(options, TimeProvider.System, CancellationToken.None);
    }

    public async Task<PostgresOptions> CreateDatabaseAsync(bool hasSchema = true)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync(Server.Administrator, $"create database {name} owner {Owner.User} template {(hasSchema ? Template : "template1")}");
        return Owner with { Database = name };
    }

    public Task DropDatabaseAsync(PostgresOptions database) => ExecuteAsync(Server.Administrator, $"drop database {database.Database} with (force)");

    public static async Task ExecuteAsync(PostgresOptions database, string text)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString(isPooled: false));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}
