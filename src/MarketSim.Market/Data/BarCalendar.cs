using System.Runtime.InteropServices;

namespace MarketSim.Market.Data;

/// <summary>
/// The trading times of a market, as its bars show them: sessions, bars per session, sessions per year, and holes. Figures per year come from sessions and
/// bars per session: a hole removes bars from a file, not from the year.
/// </summary>
public sealed record BarCalendar
{
    internal const double DaysPerYear = 365.25;
    internal const double WeeksPerYear = DaysPerYear / 7;

    /// <summary>Trading days of a stock exchange.</summary>
    internal const double ExchangeDays = 252;

    /// <summary>Time from one bar to the next, where nothing lies between.</summary>
    public required TimeSpan BarLength { get; init; }

    /// <summary>Complete and incomplete ones; each bar is one where a bar is a day or longer.</summary>
    public required int Sessions { get; init; }

    /// <summary>Mean over the complete ones.</summary>
    public required double BarsPerSession { get; init; }

    /// <summary>Trading sessions of a year.</summary>
    public required double SessionsPerYear { get; init; }

    /// <summary>Trading sessions of a year.</summary>
    public double BarsPerYear => BarsPerSession * SessionsPerYear;

    /// <summary>The breaks in order.</summary>
    public required IReadOnlyList<BarBreak> Breaks { get; init; }

    /// <param name="bars">In order of time; any number.</param>
    public static BarCalendar Of(ReadOnlySpan<Bar> bars)
    {
        if (bars.Length < 2)
        {
            return new BarCalendar { BarLength = TimeSpan.FromDays(1), Sessions = bars.Length, BarsPerSession = 1, SessionsPerYear = ExchangeDays, Breaks = [] };
        }

        TimeSpan length = LengthOf(bars);
        return length >= TimeSpan.FromHours(20) ? DailyCalendar.Of(bars, length) : IntradayCalendar.Of(bars, length);
    }

    /// <summary>The distance that most bars have; of bars without a common one, the median.</summary>
    private static TimeSpan LengthOf(ReadOnlySpan<Bar> bars)
    {
        const double ShareOfCommon = 0.2;
        var counts = new Dictionary<long, int>();
        for (int bar = 1; bar < bars.Length; bar++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, (bars[bar].Time - bars[bar - 1].Time).Ticks, out _)++;
        }

        (long ticks, int most) = counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)).First();
        if (most >= ShareOfCommon * (bars.Length - 1))
        {
            return new TimeSpan(ticks);
        }

        int middle = (bars.Length - 1) / 2;
        foreach ((long distance, int count) in counts.OrderBy(pair => pair.Key))
        {
            if ((middle -= count) < 0)
            {
                return new TimeSpan(distance);
            }
        }

        return new TimeSpan(ticks);
    }
}
