using MarketSim.Numerics.Serialization;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Numerics.Tests.Statistics;

public sealed class ExponentialMeanTests
{
    [Fact]
    public void Weights_halve_with_every_half_life()
    {
        var mean = new ExponentialMean(10);
        Assert.Equal(double.NaN, mean.Value);
        mean.Add(8);
        Assert.Equal(8, mean.Value);
        mean.Add(2, 10);
        mean.Add(4, 20);

        // Ages 30, 20 and 0: weights 1/8, 1/4 and 1.
        Assert.Equal(((8 / 8.0) + (2 / 4.0) + 4) / (1 + 0.25 + 0.125), mean.Value, 14);
    }

    [Fact]
    public void Values_at_the_same_time_weigh_the_same()
    {
        var mean = new ExponentialMean(1);
        mean.Add(1, 5);
        mean.Add(4, 0);
        Assert.Equal(2.5, mean.Value);
    }

    [Fact]
    public void Restored_mean_goes_on_with_the_same_bits()
    {
        var original = new ExponentialMean(3);
        original.Add(0.1);
        original.Add(0.7);
        var writer = new MessagePackWriter();
        original.Save(writer);
        var restored = new ExponentialMean(3);
        var reader = new MessagePackReader(writer.Written);
        restored.Restore(ref reader);
        original.Add(0.3, 2.5);
        restored.Add(0.3, 2.5);

        Assert.True(reader.End);
        Assert.Equal(original.Value, restored.Value);
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Assert.Equal("halfLife", Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialMean(0)).ParamName);
        var mean = new ExponentialMean(1);
        Assert.Equal("value", Assert.Throws<ArgumentOutOfRangeException>(() => mean.Add(double.NaN)).ParamName);
        Assert.Equal("elapsed", Assert.Throws<ArgumentOutOfRangeException>(() => mean.Add(1, -1)).ParamName);
    }
}
