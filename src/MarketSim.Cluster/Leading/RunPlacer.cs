using MarketSim.Cluster.Membership;
using MarketSim.Cluster.ParticipantHosts;
using MarketSim.Cluster.Placement;
using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Leading;

/// <summary>Places a run on the nodes that its leader can use, by the membership of the moment and what the leader has met itself.</summary>
internal sealed class RunPlacer
{
    private readonly LeaderPlan _plan;
    private readonly LostNodes _lost;
    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);
    private IReadOnlyList<string> _nodes = [];
    private RunPlacement? _placement;
    private string? _torchSelfTest;

    public RunPlacer(LeaderPlan plan)
    {
        _plan = plan;
        View = plan.View;
        _lost = new LostNodes(plan.Options.TimeProvider, plan.Options.Timings.Silence);
    }

    /// <summary>The members of the moment.</summary>
    public MembershipView View { get; private set; }

    public void Sees(MembershipView view) => View = view;

    /// <summary>Records the loss of a participant host. A node that reported a failure itself may be used again at once.</summary>
    public void Lost(HostLost lost)
    {
        if (lost.Loss is HostLoss.Silent or HostLoss.Unreachable)
        {
            _lost.Lose(lost.Node.Incarnation);
        }
        else if (lost.Loss is HostLoss.Leaving)
        {
            Leaves(lost.Node);
        }
    }

    public void Leaves(Member node) => _lost.Leaves(node.Incarnation);

    /// <summary>Computed only when the nodes are others than before: it hashes each block of agents with each node, and a leader asks every second.</summary>
    public RunPlacement Place(RunLease lease, LoadedRun loaded)
    {
        IReadOnlyList<Member> usable = UsableNodes.Of(View, _plan.Options, _lost);
        string[] nodes = [.. usable.Select(node => node.Incarnation)];
        string? torchSelfTest = loaded.Manifest?.TorchSelfTests.LastOrDefault();
        if (_placement is null || torchSelfTest != _torchSelfTest || !_nodes.SequenceEqual(nodes, StringComparer.Ordinal))
        {
            _placement = RunPlacement.Of(lease.Run, _plan.Node, usable, lease.Submission.MaxNodes, loaded.Market.Population, loaded.Participants, torchSelfTest);
            _nodes = nodes;
            _torchSelfTest = torchSelfTest;
            foreach (string warning in _placement.Warnings.Where(_warned.Add))
            {
                _plan.Logger.PlacementWarns(lease.Run, lease.Epoch, warning);
            }
        }

        return _placement;
    }

    /// <summary>Records whether a part of the run cannot be placed, and logs why. A node that joins later may be able to host it.</summary>
    public bool MustWait(RunPlacement placement, RunLease lease)
    {
        if (placement.Missing is not { } missing)
        {
            return false;
        }

        _plan.Logger.RunWaits(lease.Run, lease.Epoch, missing);
        return true;
    }
}
