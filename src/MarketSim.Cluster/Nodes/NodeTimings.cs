namespace MarketSim.Cluster.Nodes;

/// <summary>How long a node waits for what. None of it changes a result, only how soon a loss is noticed.</summary>
public sealed record NodeTimings
{
    /// <summary>How long the lead of a run lasts when it is not renewed.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Between two renewals of a lease, and two words of a node to the store.</summary>
    public TimeSpan Renewal { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long before its end a leader no longer trusts its lease.</summary>
    public TimeSpan LeaseMargin { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Between two looks for runs that nobody leads.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Between two questions of a leader to a node whether it is there.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A node that has been silent for this long is dead.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A node that says it is alive and owes an answer for this long is taken for dead.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a node without the role of leading leaves a run to those that have it.</summary>
    public TimeSpan Deference { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest pause between two attempts to connect, or to reach the store.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a leader that lost its broker keeps a run before it leaves it to others.</summary>
    public TimeSpan DisconnectedLead { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>What a node carries for a leader that has not been heard of for this long is dropped.</summary>
    public TimeSpan Forgetting { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a node that wants to go waits for its work to be taken over.</summary>
    public TimeSpan Leaving { get; init; } = TimeSpan.FromSeconds(20);
}
