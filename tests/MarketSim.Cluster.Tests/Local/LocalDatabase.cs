using MarketSim.Cluster.Local;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MarketSim.Cluster.Store.Postgres;
using Npgsql;

namespace MarketSim.Cluster.Tests.Local;

/// <summary>A private PostgreSQL server on the loopback address, with one role and one database. It ends with the process that made it.</summary>
public sealed class LocalDatabase : IAsyncDisposable
{
    private const string Name = "marketsim";
    private const string AdministratorName = "postgres";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>Arguments: the file for the password, a command that may read it. The password comes on standard input.</summary>
    private const string WithPasswordFile = """umask 077; cat >"$0"; "$@"; status=$?; rm -f "$0"; exit $status""";

    private static readonly SortedDictionary<string, string?> CleanEnvironment = new(StringComparer.Ordinal)
    {
        ["LC_ALL"] = "C",
        ["PGDATA"] = null,
        ["PGPORT"] = null,
        ["PGOPTIONS"] = null,
    };

    private readonly LocalDatabaseOptions _options;
    private readonly PostgresPrograms _programs;
    private readonly TimeProvider _time;
    private LocalProcess? _server;
    private bool _isClosed;

    private LocalDatabase(LocalDatabaseOptions options, PostgresPrograms programs, TimeProvider time)
    {
        _options = options;
        _programs = programs;
        _time = time;
        Options = new PostgresOptions { Host = "127.0.0.1", Port = options.Port, Database = Name, User = Name, Password = options.Password };
        Administrator = Options with { Database = AdministratorName, User = AdministratorName, Password = AdministratorPassword(options.Password) };
    }

    /// <summary>Of the role that owns the database and may do nothing else.</summary>
    public PostgresOptions Options { get; }

    /// <summary>Of the role that may do everything.</summary>
    public PostgresOptions Administrator { get; }

    private string Data => Path.Combine(_options.Folder, "data");

    /// <summary>The file that says that nothing is missing.</summary>
    private string Complete => Path.Combine(_options.Folder, "complete");

    /// <summary>Makes folder, server, role and database; <see cref="OpenAsync"/> takes up what was left.</summary>
    /// <exception cref="LocalServerException">PostgreSQL is not installed, or something went wrong; then the folder is gone again.</exception>
    public static async Task<LocalDatabase> CreateAsync(LocalDatabaseOptions options, TimeProvider time, CancellationToken ct)
    {
        var programs = PostgresPrograms.Find();
        if (Path.Exists(options.Folder))
        {
            throw new LocalServerException($"The folder {options.Folder} for a private database exists already; name another.");
        }

        var database = new LocalDatabase(options, programs, time);
        try
        {
            await database.InitialiseAsync(ct).ConfigureAwait(false);
            await database.StartAsync(ct).ConfigureAwait(false);
            await database.CreateRoleAsync(ct).ConfigureAwait(false);
            await File.WriteAllTextAsync(database.Complete, string.Empty, ct).ConfigureAwait(false);
            return database;
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Starts the server of a folder that was left by <see cref="CloseAsync"/>, or by a process that died; with what was committed. What still runs of it is ended.
    /// </summary>
    /// <param name="options">Those that it was made with; the port may be another.</param>
    /// <exception cref="LocalServerException">There is no complete database in the folder, or it does not come up.</exception>
    public static async Task<LocalDatabase> OpenAsync(LocalDatabaseOptions options, TimeProvider time, CancellationToken ct)
    {
        var database = new LocalDatabase(options, PostgresPrograms.Find(), time);
        if (!File.Exists(database.Complete))
        {
            throw new LocalServerException($"The folder {options.Folder} holds no complete private database.");
        }

        LocalLeftovers.EndAll(options.Folder);
        try
        {
            await database.StartAsync(ct).ConfigureAwait(false);
            return database;
        }
        catch
        {
            await database.CloseAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts the server, also after it was stopped or killed; returns when it answers.</summary>
    /// <exception cref="LocalServerException">It does not come up; the message holds the end of its log.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        if (_server is { HasExited: false })
        {
            return;
        }

        await DisposeServerAsync().ConfigureAwait(false);
        (string program, IReadOnlyList<string> arguments) = PostgresPrograms.Line(_programs.Server, ServerArguments());
        var start = new LocalProcessStart
        {
            Name = "postgres",
            Folder = _options.Folder,
            Program = program,
            Arguments = arguments,
            Environment = CleanEnvironment,
            OrphanSignal = LocalSignal.Interrupt,
        };
        _server = await LocalProcess.StartAsync(start, ct).ConfigureAwait(false);
        await WaitUntilReadyAsync(_server, ct).ConfigureAwait(false);
    }

    /// <summary>Ends the server in order ("fast": open transactions are rolled back).</summary>
    public async Task StopAsync()
    {
        if (_server is { } server)
        {
            await server.StopAsync(LocalSignal.Interrupt, StopPatience, _time).ConfigureAwait(false);
        }
    }

    /// <summary>Ends all processes of the server at once, as the loss of its machine would.</summary>
    public async Task KillAsync()
    {
        if (_server is { } server)
        {
            await server.KillAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends the server in order and leaves its folder.</summary>
    public async Task CloseAsync()
    {
        _isClosed = true;
        await StopAsync().ConfigureAwait(false);
        await DisposeServerAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the server and deletes its folder, unless it was closed before.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync().ConfigureAwait(false);
        await DisposeServerAsync().ConfigureAwait(false);
        if (!_isClosed && Directory.Exists(_options.Folder))
        {
            Directory.Delete(_options.Folder, recursive: true);
        }
    }

    private static string AdministratorPassword(string password) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"administrator\n{password}")));

    private async ValueTask DisposeServerAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task InitialiseAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(_options.Folder);
        if (PostgresPrograms.RunAsPostgres && OperatingSystem.IsLinux())
        {
            // The server's user must get through to its data, and needs to see nothing else here.
            File.SetUnixFileMode(_options.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            await LocalCommand.RunAsync("install", ["-d", "-o", AdministratorName, "-g", AdministratorName, "-m", "700", Data], CleanEnvironment, string.Empty, ct).ConfigureAwait(false);
        }
        else
        {
            Directory.CreateDirectory(Data);
        }

        string passwordFile = Path.Combine(Data, "password");
        string cluster = Path.Combine(Data, "cluster");
        (string program, IReadOnlyList<string> arguments) = PostgresPrograms.Line(
            "sh", "-c", WithPasswordFile, passwordFile, _programs.Initialiser, "--pgdata=" + cluster, "--username=" + AdministratorName,
            "--auth=scram-sha-256", "--pwfile=" + passwordFile, "--encoding=UTF8", "--locale=C", _options.IsDurable ? "--data-checksums" : "--no-sync");
        await LocalCommand.RunAsync(program, arguments, CleanEnvironment, Administrator.Password!, ct).ConfigureAwait(false);
    }

    private List<string> ServerArguments()
    {
        List<string> arguments =
        [
            "-D", Path.Combine(Data, "cluster"),
            "-p", _options.Port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1",

            // No socket: it would lie in a folder that all users share.
            "-c", "unix_socket_directories=",
            "-c", "log_min_messages=warning",
        ];
        if (!_options.IsDurable)
        {
            arguments.AddRange(["-c", "fsync=off", "-c", "full_page_writes=off"]);
        }

        return arguments;
    }

    private async Task CreateRoleAsync(CancellationToken ct)
    {
        NpgsqlConnection connection = await OpenAsync(ct).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            string password = _options.Password.Replace("'", "''", StringComparison.Ordinal);
            foreach (string text in (string[])[$"create role {Name} login password '{password}'", $"create database {Name} owner {Name}"])
            {
                var command = new NpgsqlCommand(text, connection);
                await using (command.ConfigureAwait(false))
                {
                    await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task WaitUntilReadyAsync(LocalProcess server, CancellationToken ct)
    {
        long start = _time.GetTimestamp();
        while (true)
        {
            if (server.HasExited)
            {
                throw new LocalServerException($"PostgreSQL ended while it was starting on port {_options.Port}: {server.LogTail}");
            }

            try
            {
                NpgsqlConnection connection = await OpenAsync(ct).ConfigureAwait(false);
                await connection.DisposeAsync().ConfigureAwait(false);
                return;
            }
            catch (NpgsqlException) when (_time.GetElapsedTime(start) < StartPatience)
            {
                await Task.Delay(Between, _time, ct).ConfigureAwait(false);
            }
            catch (NpgsqlException exception)
            {
                throw new LocalServerException($"PostgreSQL did not come up on port {_options.Port} within {StartPatience.TotalSeconds} s ({exception.Message}): {server.LogTail}", exception);
            }
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new NpgsqlConnection(Administrator.ConnectionString(isPooled: false));
        try
        {
            await connection.OpenAsync(ct).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
