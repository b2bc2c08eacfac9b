using MarketSim.Market.Data;

namespace MarketSim.Market.Tests.Data;

public sealed class BarCalendarTests
{
    private static readonly DateTime Monday = new(2018, 1, 1);

    [Theory]
    [InlineData(1, 390, 3 * 365, 252 * 390)]
    [InlineData(60, 7, 3 * 365, 252 * 7)]
    [InlineData(1, 390, 5, 252 * 390)]
    [InlineData(30, 13, 40, 252 * 13)]
    public void Year_of_an_exchange_has_252_sessions_however_long_the_file_is(int minutes, int barsPerSession, int days, double expected)
    {
        BarCalendar calendar = BarCalendar.Of(Sessions(minutes, barsPerSession, days));

        Assert.Equal(expected, calendar.BarsPerYear);
        Assert.Equal(TimeSpan.FromMinutes(minutes), calendar.BarLength);
    }

    [Theory]
    [InlineData(1, 390)]
    [InlineData(60, 7)]
    public void Missing_year_is_a_hole_and_changes_no_figure(int minutes, int barsPerSession)
    {
        Bar[] whole = Sessions(minutes, barsPerSession, 4 * 365);
        Bar[] cut = [.. whole.Where(bar => bar.Time < Monday.AddDays(500) || bar.Time > Monday.AddDays(865))];

        Assert.Equal(BarCalendar.Of(whole).BarsPerYear, BarCalendar.Of(cut).BarsPerYear);
        BarBreak hole = Assert.Single(BarCalendar.Of(cut).Breaks, gap => gap.Kind == BarBreakKind.Hole);
        Assert.True(cut[hole.Bar].Time - cut[hole.Bar - 1].Time > TimeSpan.FromDays(360));
        Assert.DoesNotContain(BarCalendar.Of(whole).Breaks, gap => gap.Kind == BarBreakKind.Hole);
    }

    [Fact]
    public void Night_between_sessions_is_a_break_and_no_hole()
    {
        BarCalendar calendar = BarCalendar.Of(Sessions(1, 390, 7));

        Assert.Equal(5, calendar.Sessions);
        Assert.Equal([.. Enumerable.Range(1, 4).Select(day => new BarBreak(day * 390, BarBreakKind.Session))], calendar.Breaks);
    }

    [Fact]
    public void Pause_at_noon_of_every_day_is_no_break()
    {
        Bar[] bars = [.. Sessions(1, 390, 30).Where(bar => bar.Time.TimeOfDay < TimeSpan.FromHours(12) || bar.Time.TimeOfDay >= TimeSpan.FromHours(13))];

        Assert.All(BarCalendar.Of(bars).Breaks, gap => Assert.Equal(BarBreakKind.Session, gap.Kind));
        Assert.Equal(252 * 330, BarCalendar.Of(bars).BarsPerYear);
    }

    [Fact]
    public void Missing_hour_of_one_day_is_a_hole()
    {
        Bar[] bars = [.. Sessions(1, 390, 30).Where(bar => bar.Time.Date != Monday.AddDays(8) || bar.Time.Hour != 12)];

        BarBreak hole = Assert.Single(BarCalendar.Of(bars).Breaks, gap => gap.Kind == BarBreakKind.Hole);
        Assert.Equal(Monday.AddDays(8).AddHours(13), bars[hole.Bar].Time);
    }

    [Theory]
    [InlineData(1, 365.25 * 1440)]
    [InlineData(60, 365.25 * 24)]
    public void Market_that_never_closes_has_every_bar_of_a_year(int minutes, double expected)
    {
        Bar[] bars = [.. Enumerable.Range(0, 30_000).Select(bar => BarAt(Monday.AddMinutes((double)bar * minutes)))];
        Bar[] cut = [.. bars.Where((_, number) => number is < 10_000 or > 15_000)];

        Assert.Empty(BarCalendar.Of(bars).Breaks);
        Assert.Equal(expected, BarCalendar.Of(bars).BarsPerYear, expected * 1e-6);
        Assert.Equal([new BarBreak(10_000, BarBreakKind.Hole)], BarCalendar.Of(cut).Breaks);
        Assert.Equal(expected, BarCalendar.Of(cut).BarsPerYear, expected * 1e-3);
    }

    [Theory]
    [InlineData(7, 52)]
    [InlineData(1, 365.25)]
    public void Bars_of_days_and_weeks_without_closed_days_are_counted(int days, double expected)
    {
        Bar[] bars = [.. Enumerable.Range(0, 700).Select(bar => BarAt(Monday.AddDays(bar * days)))];

        Assert.Equal(expected, BarCalendar.Of(bars).BarsPerYear, 1e-9);
        Assert.Empty(BarCalendar.Of(bars).Breaks);
    }

    [Fact]
    public void Months_are_twelve_a_year()
    {
        Bar[] bars = [.. Enumerable.Range(0, 60).Where(month => month is < 20 or > 30).Select(month => BarAt(Monday.AddMonths(month)))];

        Assert.Equal(12, BarCalendar.Of(bars).BarsPerYear);
        Assert.Equal([new BarBreak(20, BarBreakKind.Hole)], BarCalendar.Of(bars).Breaks);
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(4, 0)]
    public void Week_without_a_daily_bar_is_a_hole_and_a_few_holidays_are_none(int missing, int holes)
    {
        Bar[] all = [.. Enumerable.Range(0, 700).Select(day => Monday.AddDays(day)).Where(IsWeekday).Select(BarAt)];
        Bar[] bars = [.. all.Where((_, number) => number < 200 || number >= 200 + missing)];

        Assert.Equal(holes, BarCalendar.Of(bars).Breaks.Count);
    }

    [Fact]
    public void Part_of_a_series_has_the_breaks_between_its_own_bars()
    {
        BarSeries series = BarSeries.Of(Sessions(1, 10, 7));
        BarSeries part = series.Slice(15, 20);

        Assert.Equal([5, 15], part.Breaks.Select(gap => gap.Bar));
        Assert.Equal(series[15], part[0]);
        Assert.Empty(series.Slice(10, 10).Breaks);
    }

    /// <summary>Sessions from 9:30 on weekdays.</summary>
    private static Bar[] Sessions(int minutes, int bars, int days) =>
    [
        .. Enumerable.Range(0, days).Select(day => Monday.AddDays(day)).Where(IsWeekday)
            .SelectMany(day => Enumerable.Range(0, bars).Select(bar => BarAt(day.AddMinutes(570 + (bar * minutes))))),
    ];

    private static bool IsWeekday(DateTime day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static Bar BarAt(DateTime time) => new(time, 1, 1, 1, 1, 1);
}
