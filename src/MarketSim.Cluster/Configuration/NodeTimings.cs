namespace MarketSim.Cluster.Configuration;

/// <summary>How long a node waits for what. None of it changes a result, only how soon a loss is noticed.</summary>
public sealed record NodeTimings
{
    /// <summary>Between two reports of a leader to the store.</summary>
    public TimeSpan Report { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Between two queries of a node for runs that it should lead.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Between two questions of a leader to a node how far it is.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A node that has been silent for this long is lost to the epoch.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A node, or the run's own coordinator, that is heard and owes an answer for this long is lost to the epoch: until then it is only slow.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a node leaves a run to each node that ranks before it.</summary>
    public TimeSpan Deference { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A leader that cannot be reached and has not reported for this long is replaced; one that still reports is left alone, since it is alive.</summary>
    public TimeSpan ReportLimit { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>A leader that has not reported for this long is replaced although its node can be reached.</summary>
    public TimeSpan Abandonment { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest pause between two attempts to restore a run.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What a node hosts for a leader that has not been heard of for this long is dropped.</summary>
    public TimeSpan Forgetting { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a node that wants to leave waits for its work to be taken over.</summary>
    public TimeSpan Leaving { get; init; } = TimeSpan.FromSeconds(20);
}
