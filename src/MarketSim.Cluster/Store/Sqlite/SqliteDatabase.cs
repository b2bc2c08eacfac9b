using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Store.Sqlite;

/// <summary>Carries out calls on one connection to the file, one after the other, and turns SQLite's errors into the store's.</summary>
/// <remarks>
/// SQLite's calls block until the disk has what they wrote, so they have a dedicated thread. Of all processes that share the file one writes at a
/// time: each change is one transaction that has the file to itself from its first statement on (BEGIN IMMEDIATE), so that what it reads is what it
/// changes. A process that dies in the middle of one leaves nothing of it, and its lock goes with it. One that is frozen there holds up the writers of
/// others until it continues or is ended; transactions are kept short for that.
///
/// A commit is durable when it returns (write-ahead log, synchronous = FULL).
/// </remarks>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    private readonly SqliteOptions _options;
    private readonly TimeProvider _time;
    private readonly BlockingCollection<Action> _calls = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteSession? _session;

    public SqliteDatabase(SqliteOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        Logger = logger;

        // No dispatcher: the store is older than any actor system, and a command that has none opens it too.
#pragma warning disable RS0030
        new Thread(CarryOutCalls) { IsBackground = true, Name = "store" }.Start();
#pragma warning restore RS0030
    }

    public ILogger Logger { get; }

    /// <summary>Opens the file; otherwise the first call does.</summary>
    public Task OpenAsync() => CallAsync(_ => true);

    /// <summary>Carries out what changes nothing.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> read) => CallAsync(read);

    /// <summary>Carries out a change in one transaction; an exception leaves everything as it was.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> write) => CallAsync(session =>
    {
        session.Execute("begin immediate");
        try
        {
            T result = write(session);
            session.Execute("commit");
            return result;
        }
        catch
        {
            RollBack(session);
            throw;
        }
    });

    public Task WriteAsync(Action<SqliteSession> write) => WriteAsync(session =>
    {
        write(session);
        return true;
    });

    /// <summary>Ends after the calls that were made before.</summary>
    public async ValueTask DisposeAsync()
    {
        _calls.CompleteAdding();
        await _ended.Task.ConfigureAwait(false);
    }

    // SQLite may have rolled back by itself.
    private static void RollBack(SqliteSession session)
    {
        try
        {
            session.Execute("rollback");
        }
        catch (SqliteException)
        {
            // The error that led here says what is wrong; the connection is not used again unless it is sound.
        }
    }

    private Task<T> CallAsync<T>(Func<SqliteSession, T> function)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _calls.Add(() => CarryOut(function, result));
        }
        catch (InvalidOperationException)
        {
            result.SetException(new ObjectDisposedException(nameof(SqliteClusterStore)));
        }

        return result.Task;
    }

    private void CarryOutCalls()
    {
        foreach (Action call in _calls.GetConsumingEnumerable())
        {
            call();
        }

        _session?.Dispose();
        _calls.Dispose();
        _ended.SetResult();
    }

    private void CarryOut<T>(Func<SqliteSession, T> function, TaskCompletionSource<T> result)
    {
        try
        {
            result.SetResult(function(_session ??= Open()));
        }
        catch (SqliteException exception)
        {
            if (!SqliteErrors.LeavesConnection(exception))
            {
                _session?.Dispose();
                _session = null;
            }

            result.SetException(SqliteErrors.Translate(exception, _options));
        }
        catch (Exception exception)
        {
            result.SetException(exception);
        }
    }

    private SqliteSession Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.GetFullPath(_options.File),
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(_options.BusyTimeout.TotalSeconds)),
        }.ConnectionString);
        var session = new SqliteSession(connection, _time);
        try
        {
            connection.Open();

            // SQLite's own wait tries again after milliseconds, the driver's after 150 ms.
            session.Execute(string.Create(CultureInfo.InvariantCulture, $"pragma busy_timeout = {(long)_options.BusyTimeout.TotalMilliseconds}"));
            session.Execute("pragma synchronous = full");
            session.Execute("pragma cell_size_check = on");
            session.Execute($"pragma journal_size_limit = {64 << 20}");
            SqliteSchema.EnsureCreated(session, _options);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
