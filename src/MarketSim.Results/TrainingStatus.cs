namespace MarketSim.Results;

/// <summary>The status of a training, for observers.</summary>
/// <param name="EndedEpisodes">Episodes that have ended.</param>
/// <param name="Episodes">Of the whole training.</param>
/// <param name="Learners">In the order of the scenario's policies.</param>
public sealed record TrainingStatus(int EndedEpisodes, int Episodes, IReadOnlyList<LearnerStatus> Learners)
{
    /// <summary>The status of the curriculum; null for a training without one, and before its first episode has ended.</summary>
    public CurriculumStatus? Curriculum { get; init; }
}

/// <summary>The status of a curriculum.</summary>
/// <param name="Stage">From 0, of the last episode.</param>
/// <param name="Evaluation">The last one in words; empty before the first, or when the run was resumed just now.</param>
public sealed record CurriculumStatus(int Stage, string Name, string Evaluation);

/// <summary>The status of a learner.</summary>
/// <param name="Policy">Name of what it trains.</param>
/// <param name="MeanReward">Of its agents in the last ten episodes, summed over an episode; NaN before the first has ended, or when it was resumed just now.</param>
/// <param name="Updates">That changed its weights.</param>
/// <param name="Lag">Weights versions by which what it took last was older than its weights, on average.</param>
public sealed record LearnerStatus(string Policy, double MeanReward, long Updates, double Lag)
{
    /// <summary>True for a controller whose options had collapsed into one in the last episode.</summary>
    public bool HaveOptionsCollapsed { get; init; }
}
