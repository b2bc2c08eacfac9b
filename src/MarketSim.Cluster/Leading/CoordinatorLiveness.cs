using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Leading;

/// <summary>Whether the coordinator works through its mailbox: it is asked at each renewal, and one that does not answer must not keep the run.</summary>
internal sealed class CoordinatorLiveness
{
    private long _asked;
    private long _answered;

    public bool HasAnswered => _answered == _asked;

    public CoordinatorProbe Next() => new(++_asked);

    public void Accept(CoordinatorProbe answer) => _answered = answer.Number;

    /// <summary>There is another coordinator, or none: it owes no answer.</summary>
    public void Reset() => _answered = _asked;
}
