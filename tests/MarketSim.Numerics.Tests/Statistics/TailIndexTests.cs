using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Numerics.Tests.Statistics;

public sealed class TailIndexTests
{
    /// <summary>The two largest sizes, 8 and 4, over the third, 2: 2 / (ln 4 + ln 2).</summary>
    [Fact]
    public void Index_of_a_small_sample_equals_that_by_hand() =>
        Assert.Equal(2 / (3 * Math.Log(2)), TailIndex.Hill([1, -8, 0.5, 4, 2, -1, 0, 0.1], 0.25), 14);

    [Theory]
    [InlineData(1.5)]
    [InlineData(3)]
    public void Index_of_pareto_draws_is_their_exponent(double exponent)
    {
        var stream = new RandomStream(10, RandomPurpose.Test, 0, 0);
        var values = new double[100_000];
        foreach (ref double value in values.AsSpan())
        {
            value = stream.NextPareto(0.01, exponent) * (stream.NextBoolean() ? 1 : -1);
        }

        // The standard error is the exponent over the root of the tail's size.
        Assert.InRange(TailIndex.Hill(values), exponent * (1 - (4 / Math.Sqrt(5000))), exponent * (1 + (4 / Math.Sqrt(5000))));
    }

    [Fact]
    public void Tail_that_is_empty_or_begins_at_zero_has_no_index()
    {
        Assert.Equal(double.NaN, TailIndex.Hill([1, 2, 3]));
        Assert.Equal(double.NaN, TailIndex.Hill([0, 0, 0, 5], 0.25));
        Assert.Equal("tailFraction", Assert.Throws<ArgumentOutOfRangeException>(() => TailIndex.Hill([1, 2], 1)).ParamName);
    }
}
