using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MarketSim.Cluster.Local;

/// <summary>Folder and environment of a private RabbitMQ server: all that it reads, writes and listens on is its own.</summary>
internal sealed class LocalBrokerFiles(LocalBrokerOptions options)
{
    private const string Marker = "marketsim-broker";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _folder = Path.GetFullPath(options.Folder);

    public string Folder => _folder;

    /// <summary>Makes the folder; what another broker left in it is ended and deleted.</summary>
    public void Prepare(LocalBrokerPorts ports)
    {
        if (OperatingSystem.IsWindows())
            throw new LocalServerException("A private broker cannot be started here: local servers need Linux");

        Clear();
        Directory.CreateDirectory(_folder, OwnerOnly);
        File.SetUnixFileMode(_folder, OwnerOnly);
        Write(Marker, "The folder of a private message broker, deleted with it.\n");

        // The cookie lets rabbitmqctl in, and with it whoever can read it: it must be as hard to guess as the password.
        Write(".erlang.cookie", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("cookie " + options.Password)))[..32]);
        File.SetUnixFileMode(PathOf(".erlang.cookie"), UnixFileMode.UserRead);
        Write("enabled_plugins", "[].\n");
        Write("rabbitmq.conf", Configuration(ports));
    }

    public void Delete()
    {
        if (File.Exists(PathOf(Marker)))
            Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Added to the caller's environment, for the server and its tools.</summary>
    public IReadOnlyDictionary<string, string?> Environment(LocalBrokerPorts ports)
    {
        var environment = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (string name in System.Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            if (name.StartsWith("RABBITMQ_", StringComparison.Ordinal) || name.StartsWith("ERL_", StringComparison.Ordinal))
                environment[name] = null;
        }

        environment["HOME"] = _folder;
        environment["ERL_EPMD_ADDRESS"] = "127.0.0.1";
        environment["ERL_EPMD_PORT"] = ports.NameService.ToString(CultureInfo.InvariantCulture);

        // The name service runs under our eyes; one that Erlang starts by itself would be nobody's child.
        environment["ERL_ZFLAGS"] = "-start_epmd false";
        environment["RABBITMQ_NODENAME"] = string.Create(CultureInfo.InvariantCulture, $"marketsim-{ports.Broker}@localhost");
        environment["RABBITMQ_DIST_PORT"] = ports.Distribution.ToString(CultureInfo.InvariantCulture);
        environment["RABBITMQ_CONF_ENV_FILE"] = PathOf("rabbitmq-env.conf");
        environment["RABBITMQ_CONFIG_FILE"] = PathOf("rabbitmq.conf");
        environment["RABBITMQ_ADVANCED_CONFIG_FILE"] = PathOf("advanced.config");
        environment["RABBITMQ_ENABLED_PLUGINS_FILE"] = PathOf("enabled_plugins");
        environment["RABBITMQ_FEATURE_FLAGS_FILE"] = PathOf("feature_flags");
        environment["RABBITMQ_GENERATED_CONFIG_DIR"] = PathOf("generated");
        environment["RABBITMQ_MNESIA_BASE"] = PathOf("data");
        environment["RABBITMQ_LOG_BASE"] = PathOf("log");

        // Erlang's own record would look like one of ours.
        environment["RABBITMQ_PID_FILE"] = PathOf("beam-process");

        // Two schedulers that sleep when idle: the broker shares the machine with the nodes that it serves.
        environment["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+S 2:2 +SDio 2 +sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}";
        return environment;
    }

    private void Clear()
    {
        if (!Directory.Exists(_folder))
            return;

        if (File.Exists(PathOf(Marker)))
        {
            LocalProcess.EndLeftovers(_folder);
            Delete();
        }
        else if (Directory.EnumerateFileSystemEntries(_folder).Any())
        {
            throw new LocalServerException($"{_folder} holds files that are not a private broker's; give the broker a folder of its own");
        }
    }

    private string Configuration(LocalBrokerPorts ports)
    {
        string[] lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"listeners.tcp.1 = 127.0.0.1:{ports.Broker}"),
            $"default_user = {options.UserName}",
            $"default_pass = {options.Password}",
            "log.console = false",
            "log.file = rabbitmq.log",
            "log.file.level = info",
            "collect_statistics = none",
            .. options.Settings,
        ];
        return string.Join('\n', lines) + "\n";
    }

    private void Write(string name, string content) => File.WriteAllText(PathOf(name), content);

    private string PathOf(string name) => Path.Combine(_folder, name);
}
