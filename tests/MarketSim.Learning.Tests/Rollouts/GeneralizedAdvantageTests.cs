using MarketSim.Learning.Rollouts;

namespace MarketSim.Learning.Tests.Rollouts;

/// <summary>Values of Tianshou's <c>test/base/test_returns.py</c>: three episodes of four steps; the value argument there is that of the next state.</summary>
public sealed class GeneralizedAdvantageTests
{
    private static readonly float[][] Rewards = [[101, 102, 103, 200], [104, 105, 106, 201], [107, 108, 109, 202]];
    private static readonly float[][] NextValues = [[2, 3, 4, -1], [5, 6, 7, -2], [8, 9, 10, -3]];

    [Fact]
    public void Returns_of_terminated_episodes_are_Tianshous()
    {
        Assert.Equal([454.8344, 376.1143, 291.298, 200], Returns(0, bootstraps: false), Close);
        Assert.Equal([464.5610, 383.1085, 295.387, 201], Returns(1, bootstraps: false), Close);
        Assert.Equal([474.2876, 390.1027, 299.476, 202], Returns(2, bootstraps: false), Close);
    }

    [Fact]
    public void Returns_of_truncated_episodes_include_the_value_of_the_last_state()
    {
        Assert.Equal([454.0109, 375.2386, 290.3669, 199.01], Returns(0, bootstraps: true), Close);
        Assert.Equal([462.9138, 381.3571, 293.5248, 199.02], Returns(1, bootstraps: true), Close);
    }

    [Fact]
    public void Lambda_of_one_gives_discounted_sums()
    {
        float[] advantages = new float[3];
        float[] returns = new float[3];
        GeneralizedAdvantage.Estimate([1, 2, 3], [10, 20, 30], 40, gamma: 0.5, gaeLambda: 1, advantages, returns);
        Assert.Equal([1 + 1 + 0.75f + 5, 2 + 1.5f + 10, 3 + 20], returns);
        Assert.Equal([7.75f - 10, 13.5f - 20, 23f - 30], advantages);
    }

    private static bool Close(double expected, double actual) => Math.Abs(expected - actual) <= 1e-5 * Math.Abs(expected);

    private static double[] Returns(int episode, bool bootstraps)
    {
        float[] next = NextValues[episode];
        float[] advantages = new float[4];
        float[] returns = new float[4];
        GeneralizedAdvantage.Estimate(Rewards[episode], [123, next[0], next[1], next[2]], bootstraps ? next[3] : 0, 0.99, 0.95, advantages, returns);
        return Array.ConvertAll(returns, static value => (double)value);
    }
}
