using System.Diagnostics;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Brings a run to a point, and kills one of its nodes just there.</summary>
internal sealed class KillScene(ProcessCluster cluster, ProcessRun run)
{
    public const string BetweenTicks = "between ticks";
    public const string Parts = "parts";
    public const string BeforeManifest = "before-manifest";
    public const string AfterManifest = "after-manifest";
    public const string Recovery = "recovery";
    public const string Failover = "failover";

    public const string Market = "market";
    public const string Agents = "agents";
    public const string Learner = "learner";

    private static readonly string[] Hosts = ["a2", "a1", "l1"];

    private readonly List<string> _killed = [];
    private SeenTick _before;
    private long _killedAt;

    /// <summary>One kill, the return of the run, and the restart of all nodes that are dead by then.</summary>
    public async Task<Recuperation> PlayAsync(string victim, string point)
    {
        await run.IsHostedByAsync(Hosts);
        await run.GoesOnAsync();
        NodeProcess leader = await run.LeaderAsync();
        switch (point)
        {
            case BetweenTicks:
                Kill(VictimOf(victim, leader));
                break;
            case Parts:
                await VictimOf(victim, leader).StopsAtAsync(Parts, ProcessCluster.Patience);
                Kill(VictimOf(victim, leader));
                break;
            case BeforeManifest or AfterManifest:
                await leader.StopsAtAsync(point, ProcessCluster.Patience);
                Kill(VictimOf(victim, leader));
                leader.Command("go");
                break;
            case Recovery:
                await KillDuringRecoveryAsync(victim, leader);
                break;
            default:
                await KillDuringFailoverAsync(victim, leader);
                break;
        }

        Task restarted = cluster.StartNodesAsync([.. _killed]);
        Recuperation recuperation = await run.RecuperationAsync(_killedAt, _before);
        await restarted;
        _killed.Clear();
        return recuperation;
    }

    // A first node dies; while the leader has begun the next epoch and placed nothing, the victim dies too.
    private async Task KillDuringRecoveryAsync(string kind, NodeProcess leader)
    {
        NodeProcess victim = VictimOf(kind, leader);
        Task stopped = leader.StopsAtAsync(Recovery, ProcessCluster.Patience);
        Kill(Hosts.Select(cluster.Node).First(node => node != leader && node != victim));
        await stopped;
        Kill(victim);
        leader.Command("go");
    }

    // The leader dies; while the next one has the lease and placed nothing, the victim dies too, which may be that next one.
    private async Task KillDuringFailoverAsync(string kind, NodeProcess leader)
    {
        NodeProcess[] willing = [.. new[] { "m1", "m2" }.Select(cluster.Node).Where(node => node != leader)];
        Task[] stops = [.. willing.Select(node => node.StopsAtAsync(Failover, ProcessCluster.Patience))];
        Kill(leader);
        NodeProcess next = willing[Array.IndexOf(stops, await Task.WhenAny(stops))];
        await stops[Array.IndexOf(willing, next)];
        Kill(VictimOf(kind, next));
        foreach (NodeProcess node in willing)
        {
            node.Command("go");
        }
    }

    private NodeProcess VictimOf(string kind, NodeProcess leader) => kind switch
    {
        Market => leader,
        Agents => cluster.Node(leader.Name == "a1" ? "a2" : "a1"),
        _ => cluster.Node("l1"),
    };

    // The last kill is the fault that is measured.
    private void Kill(NodeProcess node)
    {
        _before = run.LastTick;
        _killedAt = Stopwatch.GetTimestamp();
        node.Kill();
        _killed.Add(node.Name);
    }
}
