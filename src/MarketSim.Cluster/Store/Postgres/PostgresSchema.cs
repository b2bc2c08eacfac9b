using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MarketSim.Cluster.Store.Postgres;

/// <summary>
/// The tables that the store needs, in the schema <c>marketsim</c>. The role that creates them owns them; a node's role needs only usage of the schema
/// and SELECT, INSERT, UPDATE and DELETE on its tables (<see cref="GrantAsync"/>).
/// </summary>
public static class PostgresSchema
{
    /// <summary>The version that this program works with.</summary>
    public const int CurrentVersion = 2;

    // An arbitrary number that says: somebody is changing the schema of MarketSim in this database.
    private const long ChangeLock = 0x4D61726B65745369;

    /// <summary>Creates the tables, or brings those of an older version up to date. Where they are up to date it does nothing.</summary>
    /// <param name="options">Of a role that may create schemas in the database.</param>
    /// <exception cref="StoreRefusedException">The role may not, or the tables are newer than this program.</exception>
    public static Task CreateAsync(PostgresOptions options, ILogger logger) => ChangeAsync(options, async connection =>
    {
        int version = await ReadVersionAsync(connection).ConfigureAwait(false);
        if (version > CurrentVersion)
        {
            throw Newer(options, version);
        }

        if (version < CurrentVersion)
        {
            await ExecuteAsync(connection, SchemaScript.Read(version == 0 ? "postgres" : "postgres-from-1")).ConfigureAwait(false);
            string keep = string.Create(CultureInfo.InvariantCulture, $"insert into marketsim.schema_version (version) values ({CurrentVersion}) on conflict (is_only) do update set version = excluded.version");
            await ExecuteAsync(connection, keep).ConfigureAwait(false);
            logger.SchemaCreated(version, CurrentVersion);
        }
    });

    /// <summary>Gives a role what a node needs, and no more.</summary>
    /// <param name="options">Of the schema's owner.</param>
    /// <exception cref="StoreRefusedException">There is no such role, or the tables have another owner.</exception>
    public static Task GrantAsync(PostgresOptions options, string role) => ChangeAsync(options, async connection =>
    {
        // To grant what is not one's own is a mere warning to PostgreSQL.
        object? isOwner = await ReadAsync(connection, "select pg_has_role(nspowner, 'usage') from pg_namespace where nspname = 'marketsim'").ConfigureAwait(false);
        if (isOwner is not true)
        {
            throw isOwner is null ? Missing(options, innerException: null) : NotOwner(options, "the schema has another owner", innerException: null);
        }

        string quoted = new NpgsqlCommandBuilder().QuoteIdentifier(role);
        await ExecuteAsync(connection, $"grant usage on schema marketsim to {quoted}").ConfigureAwait(false);
        await ExecuteAsync(connection, $"grant select, insert, update, delete on all tables in schema marketsim to {quoted}").ConfigureAwait(false);
    });

    /// <exception cref="StoreRefusedException">The database has no such tables, or those of another version.</exception>
    internal static async Task VerifyAsync(PostgresDatabase database)
    {
        List<int> versions = await database.ReadAllAsync(new Statement("select version from marketsim.schema_version"), row => row.GetInt32(0)).ConfigureAwait(false);
        PostgresOptions options = database.Options;
        switch (versions)
        {
            case [CurrentVersion]:
                return;
            case [> CurrentVersion]:
                throw Newer(options, versions[0]);
            case [int version]:
                throw new StoreRefusedException(
                    $"The tables of MarketSim in the database {options} have version {version}; this program needs version {CurrentVersion}. "
                    + "End all nodes, then bring them up to date with: marketsim cluster init");
            default:
                throw Missing(options, innerException: null);
        }
    }

    internal static StoreRefusedException Missing(PostgresOptions options, Exception? innerException) => new(
        $"The database {options} does not have the tables of MarketSim. Create them once with: marketsim cluster init", innerException);

    private static StoreRefusedException Newer(PostgresOptions options, int version) => new(
        $"This program is older than the database {options}: the tables of MarketSim there have version {version}, this program knows version {CurrentVersion}. "
        + "Use the program that created them, or a newer one.");

    private static StoreRefusedException NotOwner(PostgresOptions options, string reason, Exception? innerException) => new(
        $"User {options.User} may not change the tables of MarketSim in database {options.Database} at {options.Host}:{options.Port} ({reason}). "
        + "Use the role that owns the database.", innerException);

    private static async Task ChangeAsync(PostgresOptions options, Func<NpgsqlConnection, Task> change)
    {
        try
        {
            var connection = new NpgsqlConnection(options.ConnectionString(isPooled: false));
            await using (connection.ConfigureAwait(false))
            {
                await connection.OpenAsync().ConfigureAwait(false);
                NpgsqlTransaction transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    await ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"select pg_advisory_xact_lock({ChangeLock})")).ConfigureAwait(false);
                    await change(connection).ConfigureAwait(false);
                    await transaction.CommitAsync().ConfigureAwait(false);
                }
            }
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw NotOwner(options, exception.MessageText, exception);
        }
        catch (Exception exception) when (PostgresErrors.IsOfDatabase(exception))
        {
            throw PostgresErrors.Translate(exception, options);
        }
    }

    /// <returns>0 when there are no tables yet.</returns>
    private static async Task<int> ReadVersionAsync(NpgsqlConnection connection)
    {
        if (await ReadAsync(connection, "select to_regclass('marketsim.schema_version')::text").ConfigureAwait(false) is not string)
        {
            await ExecuteAsync(connection, "create schema if not exists marketsim").ConfigureAwait(false);
            return 0;
        }

        return await ReadAsync(connection, "select version from marketsim.schema_version").ConfigureAwait(false) as int? ?? 0;
    }

    private static async Task<object?> ReadAsync(NpgsqlConnection connection, string text)
    {
        var command = new NpgsqlCommand(text, connection);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteScalarAsync().ConfigureAwait(false);
        }
    }

    private static Task ExecuteAsync(NpgsqlConnection connection, string text) => ReadAsync(connection, text);
}
