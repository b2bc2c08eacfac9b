using MarketSim.Learning.Rollouts;

namespace MarketSim.Learning.Tests.Rollouts;

public sealed class VTraceTests
{
    [Fact]
    public void Values_and_advantages_are_those_of_the_paper_s_test()
    {
        // IMPALA vtrace_test.py, batch size 1.
        float[] advantages = new float[5];
        float[] returns = new float[5];
        var segment = new ValuedSegment([0, 1, 2, 3, 4], [0, 1, 2, 3, 4], bootstrapValue: 1, gamma: 0.9);
        VTrace.Estimate(segment, [-2.5f, -1.5f, -0.5f, 0.5f, 1.5f], 1, new VTraceClips(3.7, 1, 2.2), advantages, returns);
        AssertClose([0.200182f, 2.709682f, 8.513628f, 11.932397f, 7.33f], returns, 1e-5f);
        AssertClose([0.200182f, 1.709682f, 6.513628f, 10.876614f, 1.98f], advantages, 1e-5f);
    }

    [Fact]
    public void Steps_of_the_present_policy_give_generalised_advantages()
    {
        float[] rewards = [1, -2, 0.5f, 3];
        float[] values = [0.3f, 0.1f, -0.7f, 2];
        float[] expectedAdvantages = new float[4];
        float[] expectedReturns = new float[4];
        GeneralizedAdvantage.Estimate(rewards, values, 1.5f, 0.98, 0.8, expectedAdvantages, expectedReturns);
        float[] advantages = new float[4];
        float[] returns = new float[4];
        VTrace.Estimate(new ValuedSegment(rewards, values, 1.5f, 0.98), new float[4], 0.8, VTraceClips.Standard, advantages, returns);
        AssertClose(expectedAdvantages, advantages, 1e-5f);
        AssertClose(expectedReturns, returns, 1e-5f);
    }

    [Fact]
    public void Actions_that_the_present_policy_would_not_take_teach_nothing()
    {
        float[] advantages = new float[2];
        float[] returns = new float[2];
        VTrace.Estimate(new ValuedSegment([5, 5], [1, 2], 3, 0.9), [-100, -100], 1, VTraceClips.Standard, advantages, returns);
        AssertClose([0, 0], advantages, 1e-6f);
        AssertClose([1, 2], returns, 1e-6f);
    }

    private static void AssertClose(float[] expected, float[] actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance);
        }
    }
}
