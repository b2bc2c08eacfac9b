using System.Globalization;
using MarketSim.Cluster.Local;
using MarketSim.Cluster.Store.Postgres;
using MarketSim.Cluster.Tests.Store.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace MarketSim.Cluster.Tests.Local;

public sealed class LocalDatabaseTests
{
    [Fact]
    public async Task Database_keeps_what_was_written_through_kill_and_stop_and_goes_without_a_trace()
    {
        LocalDatabaseOptions options = NewOptions();
        await using (LocalDatabase database = await LocalDatabase.CreateAsync(options, TimeProvider.System, CancellationToken.None))
        {
            await PostgresSchema.CreateAsync(database.Options, NullLogger.Instance);
            await PostgresServer.ExecuteAsync(database.Options, "create table kept as select 41 as number");
            await database.KillAsync();
            await database.StartAsync(CancellationToken.None);
            await PostgresServer.ExecuteAsync(database.Options, "update kept set number = number + 1");
            await database.StopAsync();
            await Assert.ThrowsAsync<NpgsqlException>(() => PostgresServer.ExecuteAsync(database.Options, "select"));
            await database.StartAsync(CancellationToken.None);

            Assert.Equal("42", await ReadAsync(database.Options, "select number::text from kept"));
            Assert.Equal("on", await ReadAsync(database.Options, "show fsync"));
        }

        Assert.False(Path.Exists(options.Folder));
    }

    [Fact]
    public async Task Database_is_for_its_role_with_its_password_on_the_loopback_address_only()
    {
        await using LocalDatabase database = await LocalDatabase.CreateAsync(NewOptions() with { IsDurable = false }, TimeProvider.System, CancellationToken.None);

        Assert.Equal("127.0.0.1", await ReadAsync(database.Administrator, "show listen_addresses"));
        Assert.Equal("", await ReadAsync(database.Administrator, "show unix_socket_directories"));
        Assert.Equal("false", await ReadAsync(database.Options, "select rolsuper::text from pg_roles where rolname = current_user"));
        Assert.Equal("true", await ReadAsync(database.Administrator, "select (rolpassword like 'SCRAM-SHA-256$%')::text from pg_authid where rolname = 'marketsim'"));
        await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(database.Options with { Password = "wrong" }, "select ''"));
        await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(database.Administrator with { Password = database.Options.Password }, "select ''"));
    }

    [Fact]
    public async Task Database_that_was_closed_or_whose_starter_died_is_taken_up_with_what_it_holds()
    {
        LocalDatabaseOptions options = NewOptions();
        await using (LocalDatabase closed = await LocalDatabase.CreateAsync(options, TimeProvider.System, CancellationToken.None))
        {
            await PostgresSchema.CreateAsync(closed.Options, NullLogger.Instance);
            await closed.CloseAsync();
        }

        LocalDatabase orphan = await LocalDatabase.OpenAsync(options, TimeProvider.System, CancellationToken.None);
        await using (LocalDatabase heir = await LocalDatabase.OpenAsync(options, TimeProvider.System, CancellationToken.None))
        {
            await orphan.CloseAsync();
            Assert.Equal(PostgresSchema.CurrentVersion.ToString(CultureInfo.InvariantCulture), await ReadAsync(heir.Options, "select version::text from marketsim.schema_version"));
        }

        Assert.False(Path.Exists(options.Folder));
        var missing = await Assert.ThrowsAsync<LocalServerException>(() => LocalDatabase.OpenAsync(options, TimeProvider.System, CancellationToken.None));
        Assert.Contains("no complete private database", missing.Message);
    }

    [Fact]
    public async Task Folder_that_exists_is_left_alone()
    {
        LocalDatabaseOptions options = NewOptions();
        Directory.CreateDirectory(options.Folder);

        var refused = await Assert.ThrowsAsync<LocalServerException>(() => LocalDatabase.CreateAsync(options, TimeProvider.System, CancellationToken.None));

        Assert.Contains(options.Folder, refused.Message);
        Assert.True(Path.Exists(options.Folder));
        Directory.Delete(options.Folder);
    }

    [Fact]
    public async Task Port_that_is_taken_is_named_with_the_servers_own_words()
    {
        LocalDatabaseOptions options = NewOptions();
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, options.Port);
        other.Start();

        var failed = await Assert.ThrowsAsync<LocalServerException>(() => LocalDatabase.CreateAsync(options, TimeProvider.System, CancellationToken.None));

        Assert.Contains($"on port {options.Port}", failed.Message);
        Assert.Contains("Address already in use", failed.Message);
        Assert.False(Path.Exists(options.Folder));
    }

    private static LocalDatabaseOptions NewOptions() => new()
    {
        Folder = TestServices.NewFolder("postgres"),
        Port = LoopbackPorts.Free(1)[0],
        Password = "it's " + Guid.NewGuid().ToString("N"),
    };

    private static async Task<string?> ReadAsync(PostgresOptions database, string text)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString(isPooled: false));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(text, connection);
        return (string?)await command.ExecuteScalarAsync();
    }
}
