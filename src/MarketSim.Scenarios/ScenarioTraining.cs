namespace MarketSim.Scenarios;

/// <summary>The synchronisation of learners and market; the words of <c>training.mode</c>.</summary>
public enum TrainingMode
{
    /// <summary>Weights change at ticks that the scenario decides; the run repeats exactly.</summary>
    Lockstep,

    /// <summary>The market never waits for a learner; which weights came when is logged, and repeats by replay.</summary>
    Async,
}

/// <summary>A run that trains: the session of the market, over and over.</summary>
public sealed record ScenarioTraining
{
    /// <summary>Sessions, each with a market and portfolios of its own; at least 1.</summary>
    public int Episodes { get; init; } = 100;

    /// <summary>The synchronisation of learners and market.</summary>
    public TrainingMode Mode { get; init; } = TrainingMode.Lockstep;

    /// <summary>Copies of the market that run side by side and teach the same learners; at least 1.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>True when a learner is rewarded for its change of wealth less the mean of the other competing agents', instead of its own alone.</summary>
    public bool CompetitiveRewards { get; init; }

    /// <summary>True when prices react to competing agents, learning or not; otherwise their orders trade at the book's prices without changing it.</summary>
    public bool MarketImpact { get; init; } = true;

    /// <summary>
    /// The policy lag of steps that a learner still takes: publications between the weights that took the first of them and the present ones; at least 1.
    /// Older steps are dropped and counted (<c>dropped_steps</c> in <c>learning.csv</c>, beside <c>lag</c> and <c>lag_maximum</c>). No agent waits at the cap.
    /// </summary>
    public int MaximumLag { get; init; } = 64;
}
