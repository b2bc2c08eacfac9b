using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MarketSim.Cluster.Store.Postgres;

/// <summary>
/// Carries out statements, one per transaction, and turns the driver's errors into the store's.
/// </summary>
/// <remarks>
/// That every change is one statement is what keeps a frozen process harmless: a statement begins when the server has all of it, so no lock is
/// ever held while the server waits for its client. Reading always gives a row's newest committed version at the moment of its lock (READ COMMITTED).
///
/// Connections of the pool may have died with a server that is back by now, and nobody sees that before one is used. That is not an outage: the
/// statement is carried out on a new connection. One that must not be carried out twice goes only over a connection that has just answered.
/// </remarks>
internal sealed class PostgresDatabase(PostgresOptions options, ILogger logger) : IAsyncDisposable
{
    /// <summary>Slowest transfer that is waited for.</summary>
    private const double BytesPerSecond = 4 << 20;

    private const int MaxAttempts = 5;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(options.ConnectionString());

    public ILogger Logger => logger;

    public PostgresOptions Options => options;

    /// <returns>Number of changed rows.</returns>
    public Task<int> ExecuteAsync(Statement statement) => CarryOutAsync(statement, command => command.ExecuteNonQueryAsync());

    /// <returns>Content of the rows, in their order.</returns>
    public Task<List<T>> ReadAllAsync<T>(Statement statement, Func<NpgsqlDataReader, T> row) => CarryOutAsync(statement, async command =>
    {
        List<T> rows = [];

        // Columns are read in their order, so that long contents are not held twice.
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                rows.Add(row(reader));
            }
        }

        return rows;
    });

    /// <returns>Content of the first row; null when there is none.</returns>
    public async Task<T?> ReadFirstAsync<T>(Statement statement, Func<NpgsqlDataReader, T> row)
        where T : class =>
        (await ReadAllAsync(statement, row).ConfigureAwait(false)).FirstOrDefault();

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<T> CarryOutAsync<T>(Statement statement, Func<NpgsqlCommand, Task<T>> carryOut)
    {
        bool mayHaveDied = true;
        for (int attempt = 1; ; attempt++)
        {
            NpgsqlConnection? connection = null;
            try
            {
                connection = await (statement.IsOnce ? OpenAnsweringAsync() : OpenAsync()).ConfigureAwait(false);
                return await CarryOutAsync(statement, connection, carryOut).ConfigureAwait(false);
            }
            catch (Exception exception) when (PostgresErrors.IsConflict(exception) && attempt < MaxAttempts)
            {
                logger.StatementsConflict(attempt);
            }
            catch (Exception exception) when (mayHaveDied && connection is not null && !statement.IsOnce && PostgresErrors.IsOfConnection(exception))
            {
                mayHaveDied = false;
                logger.ConnectionsDied(options.ToString());
                _source.Clear();
            }
            catch (Exception exception) when (PostgresErrors.IsOfDatabase(exception))
            {
                throw Failed(exception);
            }
        }
    }

    private async Task<T> CarryOutAsync<T>(Statement statement, NpgsqlConnection connection, Func<NpgsqlCommand, Task<T>> carryOut)
    {
        await using (connection.ConfigureAwait(false))
        {
            NpgsqlCommand command = statement.On(connection);
            await using (command.ConfigureAwait(false))
            {
                command.CommandTimeout = TimeoutSeconds(statement);
                return await carryOut(command).ConfigureAwait(false);
            }
        }
    }

    private Task<NpgsqlConnection> OpenAsync() => _source.OpenConnectionAsync().AsTask();

    private async Task<NpgsqlConnection> OpenAnsweringAsync()
    {
        NpgsqlConnection connection = await OpenAsync().ConfigureAwait(false);
        try
        {
            var question = new NpgsqlCommand(";", connection);
            await using (question.ConfigureAwait(false))
            {
                await question.ExecuteNonQueryAsync().ConfigureAwait(false);
                return connection;
            }
        }
        catch (Exception exception) when (PostgresErrors.IsOfConnection(exception))
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            logger.ConnectionsDied(options.ToString());
            _source.Clear();
            return await OpenAsync().ConfigureAwait(false);
        }
    }

    private Exception Failed(Exception exception)
    {
        Exception failure = PostgresErrors.Translate(exception, options);

        // Other connections of the pool have most likely died with this one; each would cost a failure more.
        if (failure is StoreUnavailableException)
        {
            _source.Clear();
        }

        return failure;
    }

    private int TimeoutSeconds(Statement statement) =>
        (int)Math.Ceiling(Math.Max(1, (statement.Timeout ?? options.CommandTimeout).TotalSeconds) + (statement.Bytes / BytesPerSecond));
}
