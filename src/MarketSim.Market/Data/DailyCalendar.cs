namespace MarketSim.Market.Data;

/// <summary>The calendar of bars that are a day or longer: each is a session.</summary>
internal static class DailyCalendar
{
    // What a market closes for: holidays around a weekend, a week without one trading day is none of them.
    private const int MaxHolidays = 4;

    // Beyond it, a file shows how many days a year has; below, the pattern of the week says it.
    private const double DaysToCount = 300;

    public static BarCalendar Of(ReadOnlySpan<Bar> bars, TimeSpan length)
    {
        bool isDaily = length < TimeSpan.FromHours(28);
        WeekPattern week = isDaily ? WeekPattern.Of(bars) : default;
        List<BarBreak> holes = [];
        double days = 0;
        for (int bar = 1; bar < bars.Length; bar++)
        {
            TimeSpan gap = bars[bar].Time - bars[bar - 1].Time;
            bool isHole = isDaily ? week.Missing(bars[bar - 1].Time, bars[bar].Time) > (week.Days > 5 ? 1 : MaxHolidays) : gap > 2.5 * length;
            if (isHole)
            {
                holes.Add(new BarBreak(bar, BarBreakKind.Hole));
            }
            else
            {
                days += gap.TotalDays;
            }
        }

        return new BarCalendar
        {
            BarLength = length,
            Sessions = bars.Length,
            BarsPerSession = 1,
            SessionsPerYear = isDaily ? week.SessionsPerYear(bars.Length - 1 - holes.Count, days, DaysToCount) : PeriodsPerYear(days / Math.Max(1, bars.Length - 1 - holes.Count)),
            Breaks = holes,
        };
    }

    /// <summary>Weeks, months and quarters have names; what comes near one is one.</summary>
    private static double PeriodsPerYear(double days)
    {
        double count = BarCalendar.DaysPerYear / days;
        double[] named = [52, 12, 4, 1];
        return named.FirstOrDefault(number => Math.Abs(count - number) < 0.03 * number, count);
    }
}

/// <summary>The days of the week on which a market trades.</summary>
/// <param name="Days">Number of days.</param>
internal readonly record struct WeekPattern(int Days, int Mask)
{
    private const int MinSessions = 20;
    private const double ShareOfDay = 0.2;
    private const int Weekdays = 0b0111110;
    private const int AllDays = 0b1111111;

    /// <summary>The pattern of weekdays with sessions; with too few sessions all weekdays, or all days if one of them is on a weekend.</summary>
    public static WeekPattern Of(ReadOnlySpan<Bar> sessions)
    {
        int[] counts = new int[7];
        foreach (ref readonly Bar bar in sessions)
        {
            counts[(int)bar.Time.DayOfWeek]++;
        }

        return Of(counts, sessions.Length);
    }

    /// <param name="counts">Of sessions, by day of the week from Sunday.</param>
    public static WeekPattern Of(int[] counts, int sessions)
    {
        if (sessions < MinSessions)
        {
            return counts[0] + counts[6] > 0 ? new(7, AllDays) : new(5, Weekdays);
        }

        int mask = 0;
        for (int day = 0; day < counts.Length; day++)
        {
            mask |= counts[day] >= ShareOfDay * counts.Max() ? 1 << day : 0;
        }

        return new(int.PopCount(mask), mask);
    }

    /// <summary>Days between two, neither included, on which the market trades.</summary>
    public int Missing(DateTime before, DateTime after)
    {
        int days = (after.Date - before.Date).Days - 1;
        if (days <= 0)
        {
            return 0;
        }

        int missing = days / 7 * Days;
        for (int day = 0; day < days % 7; day++)
        {
            missing += (Mask >> (int)before.AddDays(day + 1).DayOfWeek) & 1;
        }

        return missing;
    }

    /// <param name="intervals">From one session to the next, holes left out.</param>
    /// <param name="days">That these cover.</param>
    public double SessionsPerYear(int intervals, double days, double daysToCount)
    {
        if (days < daysToCount || intervals == 0)
        {
            return Days == 5 ? BarCalendar.ExchangeDays : Days * BarCalendar.WeeksPerYear;
        }

        double counted = intervals / days * BarCalendar.DaysPerYear;
        return Days == 5 && counted is > 246 and < 258 ? BarCalendar.ExchangeDays : Days == 7 && counted > 361 ? BarCalendar.DaysPerYear : counted;
    }
}
