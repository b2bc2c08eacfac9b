using System.Text.Json;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Store;

namespace MarketSim.Cli.Results;

/// <summary>Shows the nodes of a cluster.</summary>
internal static class NodesView
{
    /// <summary>A node that has been silent for longer gets no work.</summary>
    private static readonly TimeSpan Silence = new Cluster.Nodes.NodeTimings().Silence;

    public static void Write(CommandConsole console, IReadOnlyList<NodeRecord> nodes)
    {
        var table = new TextTable("Node", "Host", "Roles", "Threads", "Slots", "Load", "Memory", "Beat", "Incarnation", "Version", "Note");
        foreach (NodeRecord node in nodes)
        {
            table.Add(
                node.Node.Name,
                node.Node.Host,
                node.Node.Roles.Count == NodeRoles.All.Count ? "all" : string.Join(',', node.Node.Roles),
                Figures.Whole(node.Node.Threads),
                Figures.Whole(node.Load.Slots),
                Figures.Number(node.Load.Processors, "0.00"),
                Figures.Megabytes(node.Load.MemoryBytes),
                Figures.Age(node.SinceBeat),
                Figures.Whole(node.Incarnation),
                ShortVersion(node.Node.Version),
                NoteOf(node, nodes));
        }

        table.Write(console, "The cluster has no node; start one with `marketsim node`.");
    }

    public static string ToJson(IReadOnlyList<NodeRecord> nodes) => JsonSerializer.Serialize(
        nodes.Select(node => new
        {
            node.Node.Name,
            node.Node.Host,
            node.Node.Roles,
            node.Node.Threads,
            node.Load.Slots,
            node.Load.Processors,
            node.Load.MemoryBytes,
            node.Load.IsLeaving,
            SecondsSinceBeat = Math.Round(node.SinceBeat.TotalSeconds, 3),
            node.Incarnation,
            node.Node.Version,
            node.Node.Build,
            node.Node.Arithmetic,
            Note = NoteOf(node, nodes),
        }),
        JsonSerializerOptions.Web);

    /// <summary>What keeps a node from working with the others; empty for nothing.</summary>
    private static string NoteOf(NodeRecord node, IReadOnlyList<NodeRecord> nodes)
    {
        string[] notes =
        [
            node.SinceBeat > Silence ? "silent" : string.Empty,
            node.Load.IsLeaving ? "leaving" : string.Empty,
            node.Node.Build != MostCommon(nodes, other => other.Build) ? "other build" : string.Empty,
            node.Node.Arithmetic != MostCommon(nodes, other => other.Arithmetic) ? "computes differently" : string.Empty,
        ];
        return string.Join(", ", notes.Where(note => note.Length > 0));
    }

    private static string MostCommon(IReadOnlyList<NodeRecord> nodes, Func<NodeDescription, string> property) => nodes
        .GroupBy(node => property(node.Node), StringComparer.Ordinal)
        .OrderByDescending(group => group.Count())
        .ThenBy(group => group.Key, StringComparer.Ordinal)
        .First().Key;

    /// <summary>Without the revision that the compiler adds.</summary>
    private static string ShortVersion(string version) => version.Split('+')[0];
}
