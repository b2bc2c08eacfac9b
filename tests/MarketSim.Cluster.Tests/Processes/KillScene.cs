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
    public const string Takeover = "takeover";

    public const string Market = "market";
    public const string Agents = "agents";
    public const string Learner = "learner";

    private readonly List<string> _killed = [];
    private SeenTick _before;
    private long _killedAt;

    /// <summary>One kill, the return of the run, and the restart of all nodes that are dead by then.</summary>
    public async Task<Recuperation> PlayAsync(string victim, string point)
    {
        await cluster.CarryAsync("a1", "a2", "l1");
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
                await KillDuringTakeoverAsync(victim, leader);
                break;
        }

        Task restarted = cluster.StartNodesAsync([.. _killed]);
        Recuperation recuperation = await run.RecuperationAsync(_killedAt, _before);
        await restarted;
        _killed.Clear();
        return recuperation;
    }

    // A first node dies; while the leader has begun the next epoch and placed nothing, the victim dies too.
    private async Task KillDuringRecoveryAsync(string victim, NodeProcess leader)
    {
        Task stopped = leader.StopsAtAsync(Recovery, ProcessCluster.Patience);
        Kill(cluster.Node("a2"));
        await stopped;
        Kill(VictimOf(victim, leader));
        leader.Command("go");
    }

    // The leader dies; while the next one has the lease and placed nothing, the victim dies too, which may be that next one.
    private async Task KillDuringTakeoverAsync(string victim, NodeProcess leader)
    {
        NodeProcess next = cluster.Node(leader.Name == "m1" ? "m2" : "m1");
        Task stopped = next.StopsAtAsync(Takeover, ProcessCluster.Patience);
        Kill(leader);
        await stopped;
        Kill(VictimOf(victim, next));
        next.Command("go");
    }

    private NodeProcess VictimOf(string kind, NodeProcess leader) => kind switch
    {
        Market => leader,
        Agents => cluster.Node("a1"),
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
