using System.CommandLine;
using System.CommandLine.Parsing;
using MarketSim.Cli.Sessions;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Commands;

/// <summary>The options that send work to a cluster.</summary>
internal sealed class ClusterOptions
{
    private const int MaxLocalNodes = 64;
    private const int MaxNodes = 10_000;

    private static readonly ValueRule<int> LocalNodesRule = WholeNumber(1, MaxLocalNodes, "3");
    private static readonly ValueRule<int> MaxNodesRule = WholeNumber(0, MaxNodes, "4");

    private readonly Option<string?> _cluster = new("--cluster") { Description = "Profile of a cluster that carries it out: a YAML file with the key store.", HelpName = "FILE" };

    private readonly Option<int?> _nodes = RuleOption.CreateNumber(
        "--nodes",
        LocalNodesRule,
        "N",
        "Node processes to start on this machine, for as long as it takes; without --cluster they are a separate cluster, which needs nothing but this program.");

    private readonly Option<int?> _maxNodes = RuleOption.CreateNumber(
        "--max-nodes", MaxNodesRule, "N", "Highest number of nodes of the cluster that a run is spread over, 0 for all; in place of the scenario's cluster.nodes; changes no result.");

    // The former name of the option, for this version.
    public ClusterOptions() => _maxNodes.Aliases.Add("--most-nodes");

    /// <param name="spreads">Whether a run may be spread over nodes.</param>
    public void AddTo(Command command, bool spreads)
    {
        command.Options.Add(_cluster);
        command.Options.Add(_nodes);
        if (spreads)
        {
            command.Options.Add(_maxNodes);
        }
    }

    public ClusterTarget Of(ParseResult parsed) => new(parsed.GetValue(_cluster), parsed.GetValue(_nodes), parsed.GetValue(_maxNodes));

    public bool NamesCluster(SymbolResult result) => result.GetResult(_cluster) is not null;

    public bool StartsNodes(SymbolResult result) => result.GetResult(_nodes) is not null;

    private static ValueRule<int> WholeNumber(int minimum, int maximum, string example) => Rules.Count(minimum, maximum, example);
}
