using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MarketSim.Cluster.Local;

/// <summary>
/// A private RabbitMQ server (Debian's package) on the loopback address: own folder, ports, user, Erlang cookie and name service. It ends with
/// the process that started it. Not safe for calls from several threads.
/// </summary>
public sealed class LocalBroker : IAsyncDisposable
{
    private const string Programs = "/usr/lib/rabbitmq/bin";
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);

    private readonly LocalBrokerOptions _options;
    private readonly LocalBrokerFiles _files;
    private readonly TimeProvider _time;
    private LocalBrokerPorts? _ports;
    private LocalProcess? _nameService;
    private LocalProcess? _server;

    public LocalBroker(LocalBrokerOptions options, TimeProvider time)
    {
        options.Validate();
        _options = options;
        _files = new LocalBrokerFiles(options);
        _time = time;
    }

    public string Host => "127.0.0.1";

    /// <summary>Known from the first start on, and the same after each.</summary>
    public int Port => (_ports ?? throw new InvalidOperationException("The broker has not been started yet")).Broker;

    public string UserName => _options.UserName;

    public bool IsRunning => _server is { HasExited: false };

    internal LocalProcess Server => _server ?? throw new InvalidOperationException("The broker does not run");

    /// <summary>Starts the server, the first time or again after an end, and returns when it answers.</summary>
    /// <exception cref="LocalServerException">The package is missing, or the server did not come up.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        if (IsRunning)
            return;

        if (!File.Exists(Path.Combine(Programs, "rabbitmq-server")))
            throw new LocalServerException("rabbitmq-server is not installed; on Debian: apt-get install rabbitmq-server");

        if (_ports is null)
        {
            LocalBrokerPorts ports = LocalBrokerPorts.TakeFree();
            _files.Prepare(ports);
            _ports = ports;
        }

        try
        {
            await StartProcessesAsync(_ports, ct).ConfigureAwait(false);
        }
        catch
        {
            await KillAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops the server in good order.</summary>
    public async Task StopAsync()
    {
        if (_server is { } server)
            await server.StopAsync(LocalSignal.Terminate, _options.Patience, _time).ConfigureAwait(false);

        await KillAsync().ConfigureAwait(false);
    }

    /// <summary>Kills the server at once, as a loss of power would.</summary>
    public async Task KillAsync()
    {
        // The server first: it would miss its name service.
        if (_server is { } server)
            await server.DisposeAsync().ConfigureAwait(false);

        if (_nameService is { } nameService)
            await nameService.DisposeAsync().ConfigureAwait(false);

        _server = null;
        _nameService = null;
    }

    /// <summary>Sends a signal to all processes of the server: <see cref="LocalSignal.Stop"/> freezes it, as a machine that hangs.</summary>
    public void SignalServer(LocalSignal signal) => Server.SignalGroup(signal);

    /// <summary>Runs rabbitmqctl against the server and returns what it writes.</summary>
    /// <exception cref="LocalServerException">It failed.</exception>
    public Task<string> ControlAsync(IReadOnlyList<string> arguments, CancellationToken ct)
    {
        if (!IsRunning || _ports is null)
            throw new InvalidOperationException("The broker does not run");

        return LocalCommand.RunAsync(Path.Combine(Programs, "rabbitmqctl"), ["--quiet", .. arguments], _files.Environment(_ports), "", ct);
    }

    /// <summary>Kills the server and deletes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync().ConfigureAwait(false);
        if (_ports is not null)
            _files.Delete();
    }

    private async Task StartProcessesAsync(LocalBrokerPorts ports, CancellationToken ct)
    {
        IReadOnlyDictionary<string, string?> environment = _files.Environment(ports);
        string nameServicePort = ports.NameService.ToString(CultureInfo.InvariantCulture);
        var nameService = new LocalProcessStart
        {
            Name = "epmd",
            Folder = _files.Folder,
            Program = "epmd",
            Arguments = ["-port", nameServicePort, "-address", "127.0.0.1"],
            Environment = environment,
        };
        _nameService = await LocalProcess.StartAsync(nameService, ct).ConfigureAwait(false);
        await UntilAsync(_nameService, "epmd", ports.NameService, IsListeningAsync, ct).ConfigureAwait(false);

        var server = new LocalProcessStart
        {
            Name = "server",
            Folder = _files.Folder,
            Program = Path.Combine(Programs, "rabbitmq-server"),
            Environment = environment,
        };
        _server = await LocalProcess.StartAsync(server, ct).ConfigureAwait(false);
        await UntilAsync(_server, "rabbitmq-server", ports.Broker, AnswersAsync, ct).ConfigureAwait(false);
    }

    private async Task UntilAsync(LocalProcess process, string program, int port, Func<int, CancellationToken, Task<bool>> condition, CancellationToken ct)
    {
        long start = _time.GetTimestamp();
        while (true)
        {
            // Somebody else's server on the port answers too: ours must live.
            bool isMet = await condition(port, ct).ConfigureAwait(false);
            if (process.HasExited)
                throw new LocalServerException($"{program} ended while it started; its last words: {process.LogTail}");

            if (isMet)
                return;

            if (_time.GetElapsedTime(start) > _options.Patience)
                throw new LocalServerException($"{program} did not answer on 127.0.0.1:{port} within {_options.Patience.TotalSeconds:0} s; its last words: {process.LogTail}");

            await Task.Delay(BetweenAttempts, _time, ct).ConfigureAwait(false);
        }
    }

    private static async Task<bool> IsListeningAsync(int port, CancellationToken ct)
    {
        try
        {
            using var client = new TcpClient(AddressFamily.InterNetwork);
            await client.ConnectAsync(IPAddress.Loopback, port, ct).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The port opens a little before the broker is ready; only its reply to the protocol's first bytes counts.</summary>
    private static async Task<bool> AnswersAsync(int port, CancellationToken ct)
    {
        try
        {
            using var client = new TcpClient(AddressFamily.InterNetwork);
            await client.ConnectAsync(IPAddress.Loopback, port, ct).ConfigureAwait(false);
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync("AMQP\0\0\x09\x01"u8.ToArray(), ct).ConfigureAwait(false);
            return await stream.ReadAsync(new byte[1], ct).ConfigureAwait(false) == 1;
        }
        catch (Exception notYet) when (notYet is SocketException or IOException)
        {
            return false;
        }
    }
}
