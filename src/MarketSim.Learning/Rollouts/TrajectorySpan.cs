
namespace MarketSim.Learning.Rollouts;

/// <summary>Consecutive steps of a <see cref="Rollout"/> within one episode of one row.</summary>
/// <param name="Start">Index of the first step.</param>
/// <param name="Length">Steps, at least 1.</param>
/// <param name="End">The end of the segment.</param>
/// <param name="Slot">Index of its final observation and of its states.</param>
/// <param name="PolicyVersion">Number of the weights that acted.</param>
/// <param name="InitialReturn">Discounted sum of the episode's rewards before the first step.</param>
internal readonly record struct TrajectorySpan(int Start, int Length, TrajectoryEnd End, int Slot, long PolicyVersion, double InitialReturn)
{
    /// <summary>Value of the final observation; null for what the learner's own critic says.</summary>
    public float? FinalValue { get; init; }
}
