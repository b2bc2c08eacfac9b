using MarketSim.Learning.Algorithms;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Rollouts;

public sealed class ActionNoiseTests
{
    [Theory]
    [InlineData(ActionNoiseKind.Normal, 0.1, 0)]
    [InlineData(ActionNoiseKind.OrnsteinUhlenbeck, 0.1118, 0.9)]
    public void Noise_has_the_deviation_and_the_memory_of_its_kind(ActionNoiseKind kind, double deviation, double correlation)
    {
        const int steps = 40_000;

        // Stationary deviation of the process: step deviation / sqrt(1 - 0.9²), with 0.9 kept from step to step.
        var noise = new ActionNoise(new ActionNoiseOptions(kind, kind == ActionNoiseKind.Normal ? 0.1 : 0.04873, Reversion: 0.1, TimeStep: 1), 1, 1);
        noise.Begin(5);
        float[] values = new float[steps];
        for (int i = 0; i < steps; i++)
        {
            noise.Add(0, values.AsSpan(i, 1));
        }

        double variance = values.Average(value => (double)value * value);
        double covariance = values.Zip(values.Skip(1), (a, b) => (double)a * b).Average();
        Assert.Equal(deviation, Math.Sqrt(variance), 0.006);
        Assert.Equal(correlation, covariance / variance, 0.02);
    }

    [Fact]
    public void Process_begins_at_zero_with_each_episode_and_is_restored_to_the_bit()
    {
        var options = new ActionNoiseOptions(ActionNoiseKind.OrnsteinUhlenbeck, 0.3, 0.15, 1);
        var noise = new ActionNoise(options, 2, 1);
        noise.Begin(5);
        float[] action = new float[1];
        for (int i = 0; i < 20; i++)
        {
            action[0] = 0;
            noise.Add(0, action);
            noise.Add(1, new float[1]);
        }

        var writer = new MessagePackWriter();
        noise.Save(writer);
        var restored = new ActionNoise(options, 2, 1);
        var reader = new MessagePackReader(writer.Written);
        restored.Restore(ref reader);
        restored.EndEpisode(1);
        float[] next = new float[1];
        float[] again = new float[1];
        noise.Add(0, next);
        restored.Add(0, again);
        Assert.Equal(next, again);
        noise.Add(1, next.AsSpan());
        float before = next[0];
        again[0] = 0;
        restored.Add(1, again);
        Assert.NotEqual(before, again[0]);
        Assert.InRange(Math.Abs(again[0]), 0, 1);
    }
}
