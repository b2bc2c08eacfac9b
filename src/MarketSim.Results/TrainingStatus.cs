namespace MarketSim.Results;

/// <summary>The status of a training, for observers.</summary>
/// <param name="EndedEpisodes">Episodes that have ended.</param>
/// <param name="Episodes">Number of episodes of the training.</param>
/// <param name="Learners">In the order of the scenario's policies.</param>
public sealed record TrainingStatus(int EndedEpisodes, int Episodes, IReadOnlyList<LearnerStatus> Learners)
{
    /// <summary>The status of the curriculum; null for a training without one, and before its first episode has ended.</summary>
    public CurriculumStatus? Curriculum { get; init; }
}

/// <summary>The status of a curriculum.</summary>
/// <param name="Stage">Number of the last episode's stage, from 0.</param>
/// <param name="Name">Name of that stage.</param>
/// <param name="Evaluation">The last evaluation in words; empty before the first, or when the run was resumed just now.</param>
public sealed record CurriculumStatus(int Stage, string Name, string Evaluation);

/// <summary>The status of a learner.</summary>
/// <param name="Policy">Name of the policy that it trains.</param>
/// <param name="MeanReward">Mean over its agents and the last ten episodes of the sum of an episode's rewards; NaN before the first episode of this process has ended.</param>
/// <param name="Updates">Number of updates that changed its weights.</param>
/// <param name="Lag">Weights versions by which the steps of its last update were older than its weights, on average.</param>
public sealed record LearnerStatus(string Policy, double MeanReward, long Updates, double Lag)
{
    /// <summary>True for a controller whose options had collapsed into one in the last episode.</summary>
    public bool HaveOptionsCollapsed { get; init; }
}
