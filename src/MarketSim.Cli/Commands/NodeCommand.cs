using System.CommandLine;
using MarketSim.Cli.LocalClusters;
using MarketSim.Cli.Logging;
using MarketSim.Cli.Nodes;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Profiles;
using MarketSim.Cluster.Security;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim node</c>: a node of a cluster, until it is stopped.</summary>
internal static class NodeCommand
{
    private static readonly Option<string?> Store = new("--store")
    {
        Description = $"Address of the checkpoint store: sqlite:FILE or postgresql://… A database's password comes from {PasswordSource.DatabaseVariable}, or the file that {PasswordSource.DatabaseVariable}{PasswordSource.FileSuffix} names.",
        HelpName = "URL",
    };

    private static readonly Option<IReadOnlyList<PeerAddress>?> Seeds = RuleOption.Create(
        "--seeds", NodeRules.Seeds, "HOST:PORT,...", "Nodes that are asked for admission, the same list on all nodes; the first forms the cluster. Default: this node alone.");

    private static readonly Option<string?> Host =
        RuleOption.Create("--host", NodeRules.Host, "HOST", "Name or address by which the other nodes reach this one. Default: 127.0.0.1, which only nodes of this machine do.");

    private static readonly Option<int?> Port =
        RuleOption.CreateNumber("--port", NodeRules.Port, "PORT", "Where the node listens for the others, 0 for any. Default: 4053.");

    private static readonly Option<string?> Bind = RuleOption.Create("--bind", NodeRules.Host, "HOST", "Address that the node listens on, if it is not --host.");

    private static readonly Option<string?> Profile = new("--profile")
    {
        Description = "YAML file with the keys store, seeds, host, port, bind, name, roles, threads, leads, listen, and certificate, key, authority, fingerprints for encrypted links; an option given beside it counts instead of its key.",
        HelpName = "FILE",
    };

    private static readonly Option<IReadOnlyList<string>?> Roles =
        RuleOption.Create("--roles", NodeRules.Roles, "ROLES", "What the node would rather do, of market, agents, learner. Default: all.");

    private static readonly Option<string?> Name =
        RuleOption.Create("--name", NodeRules.Name, "NAME", "Unique in the cluster. Default: the host's name and six random digits.");

    private static readonly Option<int?> Threads =
        RuleOption.CreateNumber("--threads", NodeRules.Threads, "N", "Capacity: threads for actors. Default: one per processor.");

    private static readonly Option<int?> Leads =
        RuleOption.CreateNumber("--leads", NodeRules.Leads, "N", "Runs that the node leads at the same time, at most. Default: 1.");

    private static readonly Option<ListenAddress?> Listen =
        RuleOption.Create("--listen", NodeRules.Listen, "ADDRESS:PORT", "Where /metrics and /health answer. Default: nowhere.");

    private static readonly Option<bool> NoTorch = new("--no-torch")
    {
        Description = "Hosts no learners on the torch engine, and does not load LibTorch when it starts, which takes a second and 115 MB. Default: it does where the machine can.",
    };

    private static readonly Option<string> LogFormat = new Option<string>("--log-format")
    {
        Description = "How the log is written to the standard output, a line per event.",
        DefaultValueFactory = _ => NodeLog.Text,
    }.AcceptOnlyFromAmong(NodeLog.Text, NodeLog.Json);

    public static Command Create(CommandConsole console, TimeProvider timeProvider)
    {
        var command = new ExampleCommand(
            "node",
            "Is a node of a cluster until SIGTERM or Ctrl-C, which hands its work over to the others first; a second one ends it at once.",
            "marketsim node --profile /etc/marketsim/node.yaml",
            "marketsim node --store sqlite:store.db",
            "marketsim node --store postgresql://marketsim@database.example/marketsim --seeds market-1.example,market-2.example --host market-2.example --roles market,agents")
        {
            Store, Seeds, Host, Port, Bind, Profile, Roles, Name, Threads, Leads, Listen, NoTorch, LogFormat,
        };
        command.SetAction(async (parsed, _) =>
        {
            NodeSettings settings = Read(parsed, PasswordSource.OfProcess, timeProvider);
            return await new NodeSession(console, timeProvider, settings, parsed.GetRequiredValue(LogFormat)).RunAsync().ConfigureAwait(false);
        });
        return command;
    }

    private static NodeSettings Read(ParseResult parsed, PasswordSource passwords, TimeProvider timeProvider)
    {
        ClusterProfile profile = parsed.GetValue(Profile) is { } path ? ClusterProfileReader.ReadFile(path) : ClusterProfile.Empty;
        ProfileAddress store = Address(parsed, Store) ?? profile.Store
            ?? throw new ClusterSettingException($"A node needs a store: give --store {StoreAddress.Example}, or --profile FILE with the key store");
        return new NodeSettings
        {
            Store = StoreAddress.Read(store.Text, store.Source, passwords),
            Address = ReadAddress(parsed, profile) with { Security = ReadSecurity(profile, timeProvider) },
            Name = parsed.GetValue(Name) ?? profile.Name,
            Roles = parsed.GetValue(Roles) ?? profile.Roles ?? NodeRoles.All,
            Threads = parsed.GetValue(Threads) ?? profile.Threads ?? Environment.ProcessorCount,
            OffersTorch = !parsed.GetValue(NoTorch),
            Leads = parsed.GetValue(Leads) ?? profile.Leads ?? 1,
            Listen = parsed.GetValue(Listen) ?? profile.Listen,
        };
    }

    private static ProfileAddress? Address(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } text ? new ProfileAddress(text, option.Name) : null;

    private static PeerSecurity? ReadSecurity(ClusterProfile profile, TimeProvider timeProvider) => profile switch
    {
        { Certificate: null, Key: null, Authority: null, Fingerprints: null } => null,
        { Certificate: { } certificate, Key: { } key } => PeerSecurity.Load(certificate, key, profile.Authority, profile.Fingerprints ?? [], timeProvider),
        _ => throw new ClusterSettingException("The profile names a part of what encrypted links need: certificate, key, and authority or fingerprints belong together"),
    };

    private static NodeAddress ReadAddress(ParseResult parsed, ClusterProfile profile)
    {
        string host = parsed.GetValue(Host) ?? profile.Host ?? NodeServices.Loopback;
        int port = parsed.GetValue(Port) ?? profile.Port ?? NodeAddress.DefaultPort;
        var own = new PeerAddress(host, port);
        IReadOnlyList<PeerAddress> seeds = parsed.GetValue(Seeds) ?? profile.Seeds
            ?? (port > 0 ? [own] : throw new ClusterSettingException("A node that listens on any port (--port 0) can be no seed itself; name the cluster's with --seeds HOST:PORT"));
        if (own.IsLoopback && seeds.FirstOrDefault(seed => !seed.IsLoopback) is { } remote)
        {
            throw new ClusterSettingException($"The node is reached at {host}, by nodes of this machine only, and its seed {remote} is on another; give --host NAME, by which the others reach this one");
        }

        return new NodeAddress
        {
            Host = host,
            Port = port,
            BindHost = parsed.GetValue(Bind) ?? profile.Bind,
            Seeds = [.. seeds.Select(seed => seed.ToString())],
        };
    }
}
