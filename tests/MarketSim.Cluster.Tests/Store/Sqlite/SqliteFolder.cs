using MarketSim.Cluster.Store.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Cluster.Tests.Store.Sqlite;

/// <summary>A separate folder with a store in it.</summary>
internal sealed class SqliteFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marketsim-sqlite-");

    public string Path => _folder.FullName;

    public SqliteOptions Options => new() { File = System.IO.Path.Combine(Path, "store.db") };

    public Task<SqliteClusterStore> OpenAsync(SqliteOptions? options = null, TimeProvider? time = null) =>
        SqliteClusterStore.OpenAsync(options ?? Options, time ?? TimeProvider.System, NullLogger.Instance);

    /// <summary>Changes the file behind the store's back.</summary>
    public void Execute(string text)
    {
        using SqliteConnection connection = Connect();
        using var command = new SqliteCommand(text, connection);
        command.ExecuteNonQuery();
    }

    public List<T> Read<T>(string text, Func<SqliteDataReader, T> row)
    {
        using SqliteConnection connection = Connect();
        using var command = new SqliteCommand(text, connection);
        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Options.File};Pooling=False");
        connection.Open();
        return connection;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
