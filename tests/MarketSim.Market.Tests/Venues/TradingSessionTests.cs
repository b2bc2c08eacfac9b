using MarketSim.Market.Time;
using MarketSim.Market.Venues;

namespace MarketSim.Market.Tests.Venues;

public sealed class TradingSessionTests
{
    // Ticks of 100 ns from 1,000 to 1,250: the third reaches 50 ns beyond the close.
    private static readonly TradingSession Session = new(new SimulatedTime(1_000), new SimulatedTime(1_250), tickNanoseconds: 100);

    [Fact]
    public void Last_tick_may_reach_beyond_the_close() =>
        Assert.Equal((3L, 250L, 1_300L), (Session.TickCount, Session.Length, Session.OpenOf(Session.TickCount).Nanoseconds));

    [Fact]
    public void Session_that_ticks_divide_has_no_tick_too_many() =>
        Assert.Equal(2, new TradingSession(new SimulatedTime(0), new SimulatedTime(200), 100).TickCount);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(999, 0)]
    [InlineData(1_000, 0)]
    [InlineData(1_099, 0)]
    [InlineData(1_100, 1)]
    [InlineData(1_199, 1)]
    [InlineData(1_200, 2)]
    [InlineData(1_250, 2)]
    [InlineData(1_300, 3)]
    public void Time_belongs_to_the_tick_that_opens_at_it_or_before(long nanoseconds, long tick) =>
        Assert.Equal(tick, Session.TickAt(new SimulatedTime(nanoseconds)));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1_000, 0)]
    [InlineData(1_001, 0)]
    [InlineData(1_100, 0)]
    [InlineData(1_101, 1)]
    [InlineData(1_200, 1)]
    [InlineData(1_201, 2)]
    [InlineData(1_250, 2)]
    public void What_happens_exactly_when_a_tick_opens_is_done_by_the_tick_before(long nanoseconds, long tick) =>
        Assert.Equal(tick, Session.TickEndingAtOrAfter(new SimulatedTime(nanoseconds)));

    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(2, 1_200)]
    [InlineData(3, 1_300)]
    public void Tick_opens_a_whole_number_of_ticks_after_the_session(long tick, long nanoseconds) =>
        Assert.Equal(new SimulatedTime(nanoseconds), Session.OpenOf(tick));

    [Theory]
    [InlineData(-1, 10, 1, "open")]
    [InlineData(10, 10, 1, "close")]
    [InlineData(10, 20, 0, "tickNanoseconds")]
    public void Impossible_hours_are_refused_by_name(long open, long close, long tick, string parameter) =>
        Assert.Equal(
            parameter,
            Assert.Throws<ArgumentOutOfRangeException>(() => new TradingSession(new SimulatedTime(open), new SimulatedTime(close), tick)).ParamName);
}
