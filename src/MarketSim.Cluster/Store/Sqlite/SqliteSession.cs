using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace MarketSim.Cluster.Store.Sqlite;

/// <summary>An open connection. Used by one thread.</summary>
internal sealed class SqliteSession(SqliteConnection connection, TimeProvider time) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>The present time in microseconds since 1970.</summary>
    public long Now => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Digests as one value, for <c>json_each</c>.</summary>
    public static string List(IEnumerable<string> values) => JsonSerializer.Serialize(values);

    /// <summary>Time since then; zero when the clock has been set back.</summary>
    public TimeSpan Since(long microseconds) => TimeSpan.FromMicroseconds(Math.Max(0, Now - microseconds));

    /// <returns>Number of changed rows.</returns>
    public int Execute(string text, params ReadOnlySpan<(string Name, object? Value)> values) => With(Prepared(text), values, command => command.ExecuteNonQuery());

    /// <summary>Executes a statement with long contents, which is not cached: SQLite keeps contents as long as the statement.</summary>
    public void ExecuteOnce(string text, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        With(command, values, once => once.ExecuteNonQuery());
    }

    public List<T> Read<T>(string text, Func<SqliteDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> values) =>
        With(Prepared(text), values, command =>
        {
            List<T> rows = [];
            using SqliteDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                rows.Add(row(reader));
            }

            return rows;
        });

    /// <returns>Content of the first row; null when there is none.</returns>
    public T? ReadFirst<T>(string text, Func<SqliteDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> values)
        where T : class =>
        Read(text, row, values).FirstOrDefault();

    /// <returns>The one number that the statement says.</returns>
    public long ReadNumber(string text, params ReadOnlySpan<(string Name, object? Value)> values) => Read(text, row => row.GetInt64(0), values)[0];

    /// <returns>True if there is any row.</returns>
    public bool Exists(string text, params ReadOnlySpan<(string Name, object? Value)> values) => Read(text, row => row.GetValue(0), values).Count > 0;

    public void Dispose()
    {
        foreach (SqliteCommand command in _prepared.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private static T With<T>(SqliteCommand command, ReadOnlySpan<(string Name, object? Value)> values, Func<SqliteCommand, T> carryOut)
    {
        foreach ((string name, object? value) in values)
        {
            command.Parameters.AddWithValue("@" + name, value ?? DBNull.Value);
        }

        try
        {
            return carryOut(command);
        }
        finally
        {
            command.Parameters.Clear();
        }
    }

    private SqliteCommand Prepared(string text)
    {
        if (!_prepared.TryGetValue(text, out SqliteCommand? command))
        {
            command = connection.CreateCommand();
            command.CommandText = text;
            _prepared.Add(text, command);
        }

        return command;
    }
}
