using System.Globalization;
using System.Net.Sockets;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Serving.Worlds;

namespace MarketSim.Serving.Server;

/// <summary>Serves environments to clients of any language: see PROTOCOL.md. Each client has a connection, and what is open in it, of its own.</summary>
public sealed class EnvironmentServer : IAsyncDisposable
{
    private static readonly TimeSpan OverdueInterval = TimeSpan.FromSeconds(1);

    private readonly ServerAddress _address;
    private readonly EnvironmentServerOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly WorldFactory _factory;
    private readonly Socket _listener;
    private readonly ITimer _overdueTimer;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<long, ClientConnection> _connections = [];
    private readonly List<Task> _clients = [];
    private Task _accepting = Task.CompletedTask;
    private long _nextConnection;
    private int _environments;

    private EnvironmentServer(ServerAddress address, EnvironmentServerOptions options, Func<string, ScenarioDocument> readScenario, TimeProvider timeProvider)
    {
        _address = address;
        _options = options;
        _timeProvider = timeProvider;
        _factory = new WorldFactory(readScenario);
        _listener = address.CreateSocket();
        _overdueTimer = timeProvider.CreateTimer(_ => EndOverdue(), null, OverdueInterval, OverdueInterval);
    }

    /// <summary>The address that clients connect to, with the token where there is one.</summary>
    public string Address { get; private set; } = string.Empty;

    /// <summary>Clients that are connected.</summary>
    public int Connections
    {
        get
        {
            lock (_lock)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>Those of them with nothing under way.</summary>
    internal int ConnectionsBetweenFrames
    {
        get
        {
            lock (_lock)
            {
                return _connections.Values.Count(static connection => connection.Channel.IsBetweenFrames);
            }
        }
    }

    /// <summary>Environments that clients have open.</summary>
    public int Environments => Volatile.Read(ref _environments);

    /// <param name="readScenario">Finds a scenario by its name, or reads a file.</param>
    /// <exception cref="IOException">The address is taken, or cannot be bound.</exception>
    public static EnvironmentServer Start(ServerAddress address, EnvironmentServerOptions options, Func<string, ScenarioDocument> readScenario, TimeProvider timeProvider)
    {
        var server = new EnvironmentServer(address, options, readScenario, timeProvider);
        try
        {
            server.Bind();
        }
        catch (SocketException exception)
        {
            server._listener.Dispose();
            server._overdueTimer.Dispose();
            throw new IOException($"--listen: {exception.Message}; choose another address: {ServerAddress.Rule}.", exception);
        }

        server._accepting = server.AcceptAsync();
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        Task[] clients;
        lock (_lock)
        {
            foreach (ClientConnection connection in _connections.Values)
            {
                connection.End();
            }

            clients = [.. _clients];
        }

        await Task.WhenAll(clients).ConfigureAwait(false);
        await _overdueTimer.DisposeAsync().ConfigureAwait(false);
        _ended.Dispose();
        if (_address.Path is { } path)
        {
            File.Delete(path);
        }
    }

    private void Bind()
    {
        if (_address.Path is { } path)
        {
            RemoveDeadSocket(path);
        }

        _listener.Bind(_address.EndPoint);
        if (_address.Path is { } socket && !OperatingSystem.IsWindows())
        {
            // A client that can open it can read files of its owner and write folders.
            File.SetUnixFileMode(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _listener.Listen(backlog: 128);
        Address = _address.Describe(_listener.LocalEndPoint!, _options.Token);
    }

    // A server that was killed leaves its socket file behind, which does not answer.
    private void RemoveDeadSocket(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using Socket probe = _address.CreateSocket();
        try
        {
            probe.Connect(_address.EndPoint);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
        }
    }

    private async Task AcceptAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptAsync(_ended.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException) when (!_ended.IsCancellationRequested)
            {
                // A client that left before it was accepted.
                continue;
            }

            Accept(client);
        }
    }

    private void Accept(Socket client)
    {
        if (client.AddressFamily == AddressFamily.InterNetwork)
        {
            client.NoDelay = true;
        }

        lock (_lock)
        {
            _clients.RemoveAll(static task => task.IsCompleted);
            if (_connections.Count >= _options.MaximumConnections)
            {
                client.Dispose();
                return;
            }

            long number = _nextConnection++;
            var session = new ClientSession(_factory, _options.Threads, TakeEnvironments, CreateFolder);
            var connection = new ClientConnection(new NetworkStream(client, ownsSocket: true), session, _options.Token, Version, _timeProvider, _options.Patience);
            _connections.Add(number, connection);
            _clients.Add(ServeAsync(number, connection));
        }
    }

    // Clients compare versions; the revision behind the plus sign is not part of one.
    private static string Version { get; } = ProgramVersion.Text.Split('+')[0];

    private async Task ServeAsync(long number, ClientConnection connection)
    {
        await Task.Yield();
        try
        {
            await connection.ServeAsync().ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _connections.Remove(number);
            }

            DisposeOf(connection);
        }
    }

    // What a client left open is recorded as interrupted; where that fails, its run has no end, and the others continue.
    private static void DisposeOf(ClientConnection connection)
    {
        try
        {
            connection.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private void EndOverdue()
    {
        lock (_lock)
        {
            foreach (ClientConnection connection in _connections.Values)
            {
                if (connection.Channel.IsOverdue)
                {
                    connection.End();
                }
            }
        }
    }

    private bool TakeEnvironments(int count)
    {
        if (Interlocked.Add(ref _environments, count) <= _options.MaximumEnvironments || count <= 0)
        {
            return true;
        }

        Interlocked.Add(ref _environments, -count);
        return false;
    }

    // Names come from clients: none leads out of the folder for runs.
    private RunFolder CreateFolder(string? name, WorldRequest request)
    {
        if (name is not null)
        {
            return name.Length is > 0 and <= 100 && name[0] != '.' && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
                ? RunFolder.Create(Path.Combine(_options.RunsFolder, name))
                : throw new WorldException($"The run is called {name}; a name has 1 to 100 letters, digits, '-', '_' and '.', and begins with none of the last.");
        }

        string time = _timeProvider.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        string first = Path.Combine(_options.RunsFolder, $"served-{request.Kind}-{time}");
        lock (_lock)
        {
            string path = first;
            for (int number = 2; Path.Exists(path); number++)
            {
                path = $"{first}-{number.ToString(CultureInfo.InvariantCulture)}";
            }

            return RunFolder.Create(path);
        }
    }
}
