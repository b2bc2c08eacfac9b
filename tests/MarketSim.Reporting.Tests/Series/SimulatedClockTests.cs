using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Tests.Series;

public class SimulatedClockTests
{
    [Theory]
    [InlineData(34_200, "09:30:00")]
    [InlineData(40_000.25, "11:06:40.250")]
    [InlineData(86_400, "24:00:00")]
    public void One_day_shows_the_clock(double timeSeconds, string expected)
    {
        Assert.Equal(expected, new SimulatedClock([34_200, 86_400], EpisodeBorders.None).Label(timeSeconds));
    }

    [Theory]
    [InlineData(34_200, "day 1 09:30:00")]
    [InlineData(86_400, "day 2 00:00:00")]
    [InlineData(121_260, "day 2 09:41:00")]
    public void Several_days_are_counted_from_one(double timeSeconds, string expected)
    {
        Assert.Equal(expected, new SimulatedClock([34_200, 86_401], EpisodeBorders.None).Label(timeSeconds));
    }

    [Theory]
    [InlineData(23_400, 130, 1, 300)]
    [InlineData(23_400, 27, 1, 900)]
    [InlineData(60, 130, 1, 1)]
    [InlineData(60, 130, 0.01, 0.5)]
    [InlineData(432_000, 130, 1, 3_600)]
    [InlineData(21_772_800, 130, 86_400, 172_800)]
    public void Interval_is_the_shortest_round_one_that_is_long_enough(double span, int count, double tickSeconds, double expected)
    {
        Assert.Equal(expected, NiceInterval.For(span, count, tickSeconds));
    }
}
