using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Tests.Series;

public class ThinningTests
{
    [Fact]
    public void Spike_of_one_sample_survives_thinning_to_a_hundredth()
    {
        double[] positions = [.. Enumerable.Range(0, 10_000).Select(index => (double)index)];
        double[] values = [.. positions.Select(position => position == 4_321 ? 50.0 : position % 7)];

        int[] rows = Thinning.LargestTriangles(positions, values, 100);

        Assert.Equal(100, rows.Length);
        Assert.Equal(0, rows[0]);
        Assert.Equal(9_999, rows[^1]);
        Assert.Contains(4_321, rows);
        Assert.Equal(rows.Order().Distinct(), rows);
    }

    [Fact]
    public void Absent_values_are_never_chosen()
    {
        double[] positions = [.. Enumerable.Range(0, 1_000).Select(index => (double)index)];
        double[] values = [.. positions.Select(position => position % 2 == 0 ? double.NaN : position)];

        Assert.All(Thinning.LargestTriangles(positions, values, 50), row => Assert.Equal(1, row % 2));
        Assert.All(Thinning.LargestTriangles(positions, values, 5_000), row => Assert.Equal(1, row % 2));
    }

    [Theory]
    [InlineData(10, 4, new[] { 0, 3, 6, 9 })]
    [InlineData(3, 4, new[] { 0, 1, 2 })]
    [InlineData(9, 1, new[] { 8 })]
    [InlineData(0, 4, new int[0])]
    public void Even_thinning_keeps_both_ends(int count, int maximum, int[] expected)
    {
        Assert.Equal(expected, Thinning.Evenly(count, maximum));
    }
}
