namespace MarketSim.Cluster.Configuration;

/// <summary>Intervals and limits of a node. They change no result, only how soon a failure is detected.</summary>
public sealed record NodeTimings
{
    /// <summary>Interval between two reports of a leader to the store.</summary>
    public TimeSpan Report { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Interval between two queries of a node for runs that it should lead.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Interval between two progress requests of a leader to a node.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time without a message after which a node counts as lost in the epoch.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Time without a required answer after which a reachable node, or the run's own coordinator, counts as lost in the epoch: until then it is only slow.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time that a node waits, per node with a higher rank for the run, before it acquires the run itself.</summary>
    public TimeSpan Deference { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time without a report after which an unreachable leader is replaced; one that still reports is alive and remains.</summary>
    public TimeSpan ReportLimit { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Time without a report after which a leader is replaced although its node is reachable.</summary>
    public TimeSpan Abandonment { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest pause between two attempts to restore a run.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time without a message from a leader after which a node drops the participants that it hosts for that leader.</summary>
    public TimeSpan Forgetting { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Maximum time that a leaving node waits until other nodes have taken over its work.</summary>
    public TimeSpan Leaving { get; init; } = TimeSpan.FromSeconds(20);
}
