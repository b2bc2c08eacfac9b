using MarketSim.Agents.Population;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Agents.Tests.Population;

public sealed class LatencyModelTests
{
    [Fact]
    public void Latencies_of_agents_are_log_normal_about_the_median()
    {
        var model = new LatencyModel(MedianNanoseconds: 1_000_000, Dispersion: 0.5, JitterNanoseconds: 0);
        double[] logarithms = [.. Enumerable.Range(0, 20_000).Select(member =>
        {
            var random = new RandomStream(1, RandomPurpose.Latency, 0, member);
            return Math.Log(model.DrawAgentLatency(ref random) / 1e6);
        })];

        Assert.Equal(0, logarithms.Average(), 0.015);
        Assert.Equal(0.5, Math.Sqrt(logarithms.Average(value => value * value)), 0.01);
        Assert.Equal(0.1587, logarithms.Count(value => value > 0.5) / 20_000.0, 0.01);
    }

    [Fact]
    public void Jitter_is_exponential()
    {
        var model = new LatencyModel(1, 0, JitterNanoseconds: 10_000);
        var random = new RandomStream(1, RandomPurpose.Latency, 0, 0);
        double[] jitters = new double[20_000];
        for (int i = 0; i < jitters.Length; i++)
        {
            jitters[i] = model.DrawJitter(ref random);
        }

        Assert.Equal(10_000, jitters.Average(), 200.0);
        Assert.Equal(Math.Exp(-2), jitters.Count(jitter => jitter > 20_000) / 20_000.0, 0.01);
    }

    [Fact]
    public void Without_dispersion_and_jitter_all_latencies_are_the_median()
    {
        var model = new LatencyModel(250, 0, 0);
        var random = new RandomStream(1, RandomPurpose.Latency, 0, 0);

        Assert.Equal((250L, 0L), (model.DrawAgentLatency(ref random), model.DrawJitter(ref random)));
    }

    [Fact]
    public void A_latency_is_at_least_a_nanosecond()
    {
        var model = new LatencyModel(1, 5, 0);
        for (int member = 0; member < 100; member++)
        {
            var random = new RandomStream(1, RandomPurpose.Latency, 0, member);
            Assert.True(model.DrawAgentLatency(ref random) >= 1);
        }
    }
}
