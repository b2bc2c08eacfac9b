using MarketSim.Reporting.RunFolders;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Tests.Series;

public class SessionAxisTests
{
    private static readonly RunFacts Facts = new()
    {
        Version = "0.1.0", Scenario = "s", Seed = "1", Fingerprint = "f", StateDigest = "d", Ticks = 1, Agents = 1, Orders = 1, Trades = 1, Messages = 1,
        WallSeconds = 1, Status = RunStatus.Finished, Symbol = "SYM", TickSize = 0.01, LotSize = 1, TickNanoseconds = 1, OpenSeconds = 34_200,
        CloseSeconds = 57_600, AgentFailures = 0, Notes = [],
    };

    [Fact]
    public void One_day_keeps_the_clock()
    {
        SessionAxis axis = SessionAxis.Over(Facts, [34_200, 57_600]);

        Assert.Equal(40_000.25, axis.Position(40_000.25));
        Assert.Equal("11:06:40.250", axis.Label(40_000.25));
        Assert.Equal("09:30:00", axis.Label(34_200));
    }

    [Fact]
    public void Several_days_follow_one_another_without_the_nights()
    {
        SessionAxis axis = SessionAxis.Over(Facts, [34_200, (2 * 86_400) + 57_600]);

        Assert.Equal(0, axis.Position(34_200));
        Assert.Equal(23_400, axis.Position(57_600));
        Assert.Equal(23_400, axis.Position(86_400 + 34_200));
        Assert.Equal(23_400, axis.Position(86_400 + 30_000));
        Assert.Equal(23_400 + 60, axis.Position(86_400 + 34_260));
        Assert.Equal("day 2 09:31:00", axis.Label(23_460));
    }

    [Fact]
    public void Market_that_closes_at_midnight_has_one_day()
    {
        SessionAxis axis = SessionAxis.Over(Facts with { OpenSeconds = 0, CloseSeconds = 86_400 }, [0, 86_400]);

        Assert.False(axis.HasSeveralDays);
        Assert.Equal("24:00:00", axis.Label(86_400));
    }

    [Theory]
    [InlineData(23_400, 130, 1, 300)]
    [InlineData(23_400, 27, 1, 900)]
    [InlineData(60, 130, 1, 1)]
    [InlineData(60, 130, 0.01, 0.5)]
    public void Interval_is_the_shortest_round_one_that_is_long_enough(double span, int count, double tickSeconds, double expected)
    {
        Assert.Equal(expected, NiceInterval.For(SessionAxis.Over(Facts, [34_200]), span, count, tickSeconds));
    }

    [Theory]
    [InlineData(5, 130, 900)]
    [InlineData(5, 10, 23_400)]
    [InlineData(250, 130, 46_800)]
    public void Interval_over_several_days_divides_sessions_or_holds_whole_ones(int days, int count, double expected)
    {
        SessionAxis axis = SessionAxis.Over(Facts, [(days * 86_400) - 1]);

        Assert.Equal(expected, NiceInterval.For(axis, days * axis.SessionSeconds, count, 1));
    }
}
