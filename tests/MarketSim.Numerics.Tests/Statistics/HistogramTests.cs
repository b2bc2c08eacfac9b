using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Numerics.Tests.Statistics;

public sealed class HistogramTests
{
    [Fact]
    public void Values_fall_into_their_bins_and_beyond_the_ends()
    {
        var histogram = new Histogram(0, 10, 5);
        foreach (double value in new[] { -0.001, 0, 1.999, 2, 9.999, 10, double.PositiveInfinity, double.NegativeInfinity })
        {
            histogram.Add(value);
        }

        Assert.Equal([2, 1, 0, 0, 1], histogram.Counts.ToArray());
        Assert.Equal((2, 2), (histogram.Underflow, histogram.Overflow));
        Assert.Equal([0, 2, 10], new[] { histogram.Edge(0), histogram.Edge(1), histogram.Edge(5) });
    }

    [Fact]
    public void Every_edge_belongs_to_the_bin_above_it_in_spite_of_rounding()
    {
        var stream = new RandomStream(4, RandomPurpose.Test, 0, 0);
        for (int trial = 0; trial < 200; trial++)
        {
            double minimum = stream.NextUniform(-1, 1);
            int bins = 1 + stream.NextInt32(50);
            var histogram = new Histogram(minimum, minimum + stream.NextUniform(0.1, 3), bins);
            for (int bin = 0; bin < bins; bin++)
            {
                histogram.Add(histogram.Edge(bin));
                histogram.Add(Math.BitDecrement(histogram.Edge(bin + 1)));
            }

            Assert.All(histogram.Counts.ToArray(), count => Assert.Equal(2, count));
        }
    }

    [Fact]
    public void Merged_histogram_has_the_counts_of_both()
    {
        var left = new Histogram(0, 2, 2);
        var right = new Histogram(0, 2, 2);
        left.Add(0.5);
        left.Add(-1);
        right.Add(0.5);
        right.Add(1.5);
        right.Add(5);
        left.Merge(right);

        Assert.Equal([2, 1], left.Counts.ToArray());
        Assert.Equal((1, 1), (left.Underflow, left.Overflow));
        Assert.Equal("other", Assert.Throws<ArgumentException>(() => left.Merge(new Histogram(0, 2, 3))).ParamName);
    }

    [Fact]
    public void Restored_histogram_equals_the_saved_one_and_other_bins_are_refused()
    {
        var original = new Histogram(-1, 1, 4);
        original.Add(0.6);
        original.Add(7);
        original.Add(-7);
        var writer = new MessagePackWriter();
        original.Save(writer);
        byte[] bytes = writer.Written.ToArray();
        var restored = new Histogram(-1, 1, 4);
        var reader = new MessagePackReader(bytes);
        restored.Restore(ref reader);

        Assert.True(reader.End);
        Assert.Equal([0, 0, 0, 1], restored.Counts.ToArray());
        Assert.Equal((1, 1), (restored.Underflow, restored.Overflow));
        var error = Assert.Throws<InvalidDataException>(() =>
        {
            var other = new MessagePackReader(bytes);
            new Histogram(-1, 1, 5).Restore(ref other);
        });
        Assert.Equal("Byte 0: expected a histogram of 5 bins from -1 to 1, found 4 from -1 to 1.", error.Message);
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Assert.Equal("maximum", Assert.Throws<ArgumentOutOfRangeException>(() => new Histogram(1, 1, 3)).ParamName);
        Assert.Equal("bins", Assert.Throws<ArgumentOutOfRangeException>(() => new Histogram(0, 1, 0)).ParamName);
        var histogram = new Histogram(0, 1, 3);
        Assert.Equal("value", Assert.Throws<ArgumentOutOfRangeException>(() => histogram.Add(double.NaN)).ParamName);
        Assert.Equal("bin", Assert.Throws<ArgumentOutOfRangeException>(() => histogram.Edge(4)).ParamName);
    }
}
