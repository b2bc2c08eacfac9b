using MarketSim.Numerics.Statistics;

namespace MarketSim.Learning.Curriculum;

/// <summary>The test that a reference policy must pass before scores are measured by it: that it earns more than a random one.</summary>
public static class ReferenceTest
{
    /// <summary>A reference whose <see cref="PValue"/> is not below this gives no scale.</summary>
    public const double Significance = 0.05;

    /// <summary>Probability of a reference that leads by as much as this one, or by more, were it no better than the random policy; one-sided.</summary>
    /// <param name="random">Returns of the random policy.</param>
    /// <param name="best">Returns of the reference policy.</param>
    /// <param name="episodes">Of each; at least 2.</param>
    public static double PValue(RunningMoments random, RunningMoments best, int episodes)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(best);
        double error = Math.Sqrt((random.Variance + best.Variance) / episodes);
        double lead = best.Mean - random.Mean;
        return error > 0 ? StudentDistribution.UpperTail(lead / error, (2 * episodes) - 2) : lead > 0 ? 0 : 1;
    }
}
