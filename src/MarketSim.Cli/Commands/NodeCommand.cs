using System.CommandLine;
using MarketSim.Cli.Clusters;
using MarketSim.Cli.Logging;
using MarketSim.Cli.Nodes;
using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim node</c>: a node of a cluster, until it is told to stop.</summary>
internal static class NodeCommand
{
    private static readonly Option<string?> Broker = new("--broker")
    {
        Description = $"Address of the broker. Its password comes from {PasswordSource.BrokerVariable}, or the file that {PasswordSource.BrokerVariable}{PasswordSource.FileSuffix} names.",
        HelpName = "URL",
    };

    private static readonly Option<string?> Database = new("--database")
    {
        Description = $"Address of the database. Its password comes from {PasswordSource.DatabaseVariable}, or the file that {PasswordSource.DatabaseVariable}{PasswordSource.FileSuffix} names.",
        HelpName = "URL",
    };

    private static readonly Option<string?> Profile = new("--profile")
    {
        Description = "YAML file with the keys broker, database, name, roles, threads, leads, listen; an option given beside it counts instead of its key.",
        HelpName = "FILE",
    };

    private static readonly Option<IReadOnlyList<string>?> Roles =
        RuleOption.Create("--roles", NodeRules.Roles, "ROLES", "What the node would rather do, of market, agents, learner. Default: all.");

    private static readonly Option<string?> Name =
        RuleOption.Create("--name", NodeRules.Name, "NAME", "Unique in the cluster. Default: the host's name and six digits of chance.");

    private static readonly Option<int?> Threads =
        RuleOption.CreateNumber("--threads", NodeRules.Threads, "N", "Capacity: threads for actors. Default: one per processor.");

    private static readonly Option<int?> Leads =
        RuleOption.CreateNumber("--leads", NodeRules.Leads, "N", "Runs that the node leads at the same time, at most. Default: 1.");

    private static readonly Option<ListenAddress?> Listen =
        RuleOption.Create("--listen", NodeRules.Listen, "ADDRESS:PORT", "Where /metrics and /health answer. Default: nowhere.");

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
            "marketsim node --broker amqp://marketsim@broker.example/marketsim --database postgresql://marketsim@database.example/marketsim --roles market,agents")
        {
            Broker, Database, Profile, Roles, Name, Threads, Leads, Listen, LogFormat,
        };
        command.SetAction(async (parsed, _) =>
        {
            NodeSettings settings = Read(parsed, PasswordSource.OfProcess);
            return await new NodeSession(console, timeProvider, settings, parsed.GetRequiredValue(LogFormat)).RunAsync().ConfigureAwait(false);
        });
        return command;
    }

    private static NodeSettings Read(ParseResult parsed, PasswordSource passwords)
    {
        ClusterProfile profile = parsed.GetValue(Profile) is { } path ? ClusterProfileReader.ReadFile(path) : ClusterProfile.Empty;
        ProfileAddress broker = Address(parsed, Broker) ?? profile.Broker ?? throw Missing("broker", BrokerAddress.Example);
        ProfileAddress database = Address(parsed, Database) ?? profile.Database ?? throw Missing("database", DatabaseAddress.Example);
        return new NodeSettings
        {
            Broker = BrokerAddress.Read(broker.Text, broker.Source, passwords),
            Database = DatabaseAddress.Read(database.Text, database.Source, passwords),
            Name = parsed.GetValue(Name) ?? profile.Name,
            Roles = parsed.GetValue(Roles) ?? profile.Roles ?? Cluster.Store.NodeRoles.All,
            Threads = parsed.GetValue(Threads) ?? profile.Threads ?? Environment.ProcessorCount,
            Leads = parsed.GetValue(Leads) ?? profile.Leads ?? 1,
            Listen = parsed.GetValue(Listen) ?? profile.Listen,
        };
    }

    private static ProfileAddress? Address(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } text ? new ProfileAddress(text, option.Name) : null;

    private static ClusterSettingException Missing(string key, string example) =>
        new($"A node needs a {key}: give --{key} {example}, or --profile FILE with the key {key}");
}
