using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Leading;

/// <summary>Detects a coordinator that no longer processes its mailbox: it is probed with each report, and must answer within the limit.</summary>
internal sealed class CoordinatorLiveness(TimeProvider timeProvider, TimeSpan limit)
{
    private long _asked;
    private long _answered;
    private long _askedAt;

    public bool HasAnswered => _answered == _asked;

    public bool IsOverdue => !HasAnswered && timeProvider.GetElapsedTime(_askedAt) > limit;

    public CoordinatorProbe Next()
    {
        _askedAt = timeProvider.GetTimestamp();
        return new CoordinatorProbe(++_asked);
    }

    public void Accept(CoordinatorProbe answer) => _answered = answer.Number;

    /// <summary>There is another coordinator, or none: it owes no answer.</summary>
    public void Reset() => _answered = _asked;
}
