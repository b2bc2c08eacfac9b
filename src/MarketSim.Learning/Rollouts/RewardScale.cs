using MarketSim.Learning.Networks;
using MarketSim.Learning.Normalization;
using MarketSim.Learning.Optimisation;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Rollouts;

/// <summary>
/// Divides rewards by the running deviation of the discounted return, as Stable-Baselines3 does. The return runs on from the episode's first step
/// however the episode is cut into segments.
/// </summary>
internal sealed class RewardScale(double gamma) : IRollbackScope
{
    private const float Limit = 10;
    private readonly RunningStatistics _statistics = new(1);
    private readonly SemiMarkovDiscounts _discounts = new(gamma);
    private FloatBuffer _returns;

    public bool IsFinite => _statistics.IsFinite;

    public void Remember() => _statistics.Remember();

    public void Revert() => _statistics.Revert();

    /// <summary>Takes the rewards of a rollout in, then scales them in place.</summary>
    public void Apply(Rollout rollout)
    {
        Span<float> rewards = rollout.Rewards;
        Span<float> returns = _returns.Take(rewards.Length);
        foreach (TrajectorySpan segment in rollout.Segments)
        {
            double sum = segment.InitialReturn;
            for (int step = segment.Start; step < segment.Start + segment.Length; step++)
            {
                sum = ((rollout.HasDurations ? _discounts.Of(rollout.Durations[step]) : gamma) * sum) + rewards[step];
                returns[step] = (float)sum;
            }
        }

        _statistics.Update(returns);
        float scale = (float)(1 / Math.Sqrt(_statistics.Variances[0] + 1e-8));
        foreach (ref float reward in rewards)
        {
            reward = Math.Clamp(reward * scale, -Limit, Limit);
        }
    }

    public void Save(MessagePackWriter writer) => _statistics.Save(writer);

    public void Restore(ref MessagePackReader reader) => _statistics.Restore(ref reader);
}
