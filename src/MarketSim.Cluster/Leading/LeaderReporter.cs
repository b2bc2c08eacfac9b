using Akka.Actor;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Store;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Leading;

/// <summary>Reports of a leader to the store, one at a time, and whether its coordinator answers meanwhile.</summary>
internal sealed class LeaderReporter(LeaderPlan plan, LeaderSteps steps)
{
    private readonly CoordinatorLiveness _coordinator = new(plan.Options.TimeProvider, plan.Options.Timings.AnswerLimit);
    private bool _isReporting;

    public bool IsCoordinatorOverdue => _coordinator.IsOverdue;

    /// <summary>Sends a report, unless one is under way; the leader receives a <see cref="LeaderReported"/>.</summary>
    /// <param name="view">The members of the moment.</param>
    public void Report(RunLease lease, RunEpoch? epoch, MembershipView view, IActorRef leader)
    {
        if (epoch?.Coordinator is { } coordinator && _coordinator.HasAnswered)
        {
            coordinator.Tell(_coordinator.Next(), leader);
        }

        if (!_isReporting)
        {
            _isReporting = true;
            _ = steps.ReportAsync(lease, epoch?.Position ?? RunPosition.Start, epoch?.ProgressAmong(view)).PipeTo(
                leader, leader, static reported => reported, cause => new LeaderReported(lease, null, cause));
        }
    }

    public void Accept(CoordinatorProbe answer) => _coordinator.Accept(answer);

    public void Accept(LeaderReported reported)
    {
        _isReporting = false;
        if (reported.Cause is { } cause)
        {
            plan.Logger.StoreIsAway(plan.Node, cause.Message);
        }
    }

    /// <summary>There is another coordinator, or none.</summary>
    public void ForgetCoordinator() => _coordinator.Reset();
}
