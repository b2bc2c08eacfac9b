using MarketSim.Reporting.Series;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Tests.Series;

public class PricePathTests
{
    [Fact]
    public void Returns_span_whole_intervals_and_the_last_known_mid_holds()
    {
        var path = new PricePath(Samples((0, 100, 0), (10, 110, 5), (20, double.NaN, 7), (30, 121, 9), (40, 100, 9), (50, 121, 11)), EpisodeBorders.None);

        IntervalReturns returns = path.Over(20);

        Assert.Equal(10, path.SampleIntervalSeconds);
        Assert.Equal([Math.Log(1.1), Math.Log(100 / 110.0)], returns.Returns, Close);
        Assert.Equal([7, 2], returns.Volumes);
    }

    [Fact]
    public void Daily_samples_have_daily_returns()
    {
        var path = new PricePath(Samples((57_600, 100, 0), (86_400 + 57_600, 105, 1), ((2 * 86_400) + 57_600, 105, 2)), EpisodeBorders.None);

        Assert.Equal([Math.Log(1.05), 0], path.Over(path.SampleIntervalSeconds).Returns, Close);
    }

    [Fact]
    public void Returns_shorter_than_the_samples_do_not_exist()
    {
        Assert.Equal(0, new PricePath(Samples((0, 100, 0), (120, 101, 1), (240, 101, 1)), EpisodeBorders.None).Over(60).Count);
    }

    [Fact]
    public void Sample_times_with_rounding_errors_stay_on_the_grid()
    {
        (double, double, double)[] rows = [.. Enumerable.Range(0, 1_001).Select(index => (34_200 + (index * 0.1), 100.0 + index, (double)index))];

        IntervalReturns returns = new PricePath(Samples(rows), EpisodeBorders.None).Over(0.1);

        Assert.Equal(1_000, returns.Count);
        Assert.All(returns.Volumes, volume => Assert.Equal(1, volume));
    }

    private static bool Close(double left, double right) => Math.Abs(left - right) < 1e-12;

    private static BookSamples Samples(params (double Time, double Mid, double Volume)[] rows)
    {
        var samples = new BookSamples();
        foreach ((double time, double mid, double volume) in rows)
        {
            samples.TimeSeconds.Add(time);
            samples.Mid.Add(mid);
            samples.CumulativeVolume.Add(volume);
        }

        return samples;
    }
}
