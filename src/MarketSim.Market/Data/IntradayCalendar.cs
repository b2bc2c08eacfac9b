namespace MarketSim.Market.Data;

/// <summary>The calendar of bars that are shorter than a day.</summary>
internal static class IntradayCalendar
{
    // A market that is closed for less has paused.
    private static readonly TimeSpan MinCloseLength = TimeSpan.FromHours(4);

    // Longer sessions than any exchange's day: markets that are open all night.
    private static readonly TimeSpan MaxDayLength = TimeSpan.FromHours(12);

    private const double DaysToCount = 300;
    private const int MaxHolidays = 2;

    // A pause of so many bars, of which there are few, is none that the market makes.
    private const int MaxPause = 10;
    private static readonly TimeSpan MinPause = TimeSpan.FromMinutes(10);
    private const double ShareOfPauses = 0.02;

    public static BarCalendar Of(ReadOnlySpan<Bar> bars, TimeSpan length)
    {
        TimeSpan close = length * 3 > MinCloseLength ? length * 3 : MinCloseLength;
        List<int> starts = Starts(bars, close);
        List<int> pauses = Pauses(bars, length, close);
        if (NeverCloses(bars, starts.Count == 0))
        {
            List<int> holes = [.. starts, .. pauses];
            holes.Sort();
            return Continuous(bars, length, holes);
        }

        double[] closes = new double[starts.Count];
        for (int index = 0; index < closes.Length; index++)
        {
            closes[index] = (bars[starts[index]].Time - bars[starts[index] - 1].Time).Ticks;
        }

        double usual = Median(closes);
        List<BarBreak> breaks = [.. pauses.Select(bar => new BarBreak(bar, BarBreakKind.Hole))];

        // What is far shorter than the market's usual close lies within a session.
        foreach (int start in starts)
        {
            TimeSpan gap = bars[start].Time - bars[start - 1].Time;
            breaks.Add(new BarBreak(start, gap.Ticks < 0.5 * usual ? BarBreakKind.Hole : BarBreakKind.Session));
        }

        breaks.Sort((left, right) => left.Bar.CompareTo(right.Bar));
        return new Sessions(bars, length, breaks).Calendar();
    }

    private static List<int> Starts(ReadOnlySpan<Bar> bars, TimeSpan close)
    {
        List<int> starts = [];
        for (int bar = 1; bar < bars.Length; bar++)
        {
            if (bars[bar].Time - bars[bar - 1].Time >= close)
            {
                starts.Add(bar);
            }
        }

        return starts;
    }

    /// <summary>True when the market trades on Saturday and Sunday as on other days; for a file too short to contain both, true when it covers a weekend.</summary>
    private static bool NeverCloses(ReadOnlySpan<Bar> bars, bool isUnbroken)
    {
        int[] counts = new int[7];
        foreach (ref readonly Bar bar in bars)
        {
            counts[(int)bar.Time.DayOfWeek]++;
        }

        return Math.Min(counts[0], counts[6]) > 0.5 * counts.Max() || (isUnbroken && counts[0] + counts[6] > 0.5 * bars.Length);
    }

    private static BarCalendar Continuous(ReadOnlySpan<Bar> bars, TimeSpan length, List<int> holes)
    {
        TimeSpan covered = bars[^1].Time - bars[0].Time;
        foreach (int hole in holes)
        {
            covered -= bars[hole].Time - bars[hole - 1].Time;
        }

        double perDay = (bars.Length - 1 - holes.Count) / Math.Max(covered.TotalDays, length.TotalDays);
        return new BarCalendar
        {
            BarLength = length,
            Sessions = (int)Math.Ceiling(covered.TotalDays),
            BarsPerSession = perDay,
            SessionsPerYear = BarCalendar.DaysPerYear,
            Breaks = [.. holes.Select(hole => new BarBreak(hole, BarBreakKind.Hole))],
        };
    }

    /// <summary>Bars after a stretch within a session that has no bars, though it has at that time of day otherwise.</summary>
    private static List<int> Pauses(ReadOnlySpan<Bar> bars, TimeSpan length, TimeSpan close)
    {
        TimeSpan longest = length * MaxPause > MinPause ? length * MaxPause : MinPause;
        List<int> pauses = [];
        var times = new Dictionary<TimeSpan, int>();
        for (int bar = 1; bar < bars.Length; bar++)
        {
            TimeSpan gap = bars[bar].Time - bars[bar - 1].Time;
            if (gap > longest && gap < close)
            {
                pauses.Add(bar);
                times[bars[bar].Time.TimeOfDay] = times.GetValueOrDefault(bars[bar].Time.TimeOfDay) + 1;
            }
        }

        // Where little is traded, bars are missing all the time.
        if (pauses.Count > ShareOfPauses * bars.Length)
        {
            return [];
        }

        List<int> holes = [];
        foreach (int bar in pauses)
        {
            if (times[bars[bar].Time.TimeOfDay] < 3)
            {
                holes.Add(bar);
            }
        }

        return holes;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values.Length == 0 ? 0 : values[values.Length / 2];
    }

    /// <summary>The sessions that breaks leave.</summary>
    private readonly ref struct Sessions
    {
        private readonly ReadOnlySpan<Bar> _bars;
        private readonly TimeSpan _length;
        private readonly List<BarBreak> _breaks;
        private readonly List<int> _starts;

        public Sessions(ReadOnlySpan<Bar> bars, TimeSpan length, List<BarBreak> breaks)
        {
            _bars = bars;
            _length = length;
            _breaks = breaks;
            _starts = [0, .. breaks.Where(gap => gap.Kind == BarBreakKind.Session).Select(gap => gap.Bar)];
        }

        public BarCalendar Calendar()
        {
            if (_starts.Count == 1)
            {
                return Single();
            }

            double[] distances = new double[_starts.Count - 1];
            for (int session = 1; session < _starts.Count; session++)
            {
                distances[session - 1] = (_bars[_starts[session]].Time - _bars[_starts[session - 1]].Time).TotalDays;
            }

            double usual = Median([.. distances]);
            WeekPattern week = Week();
            bool[] isMissing = new bool[distances.Length];
            (int intervals, double days) = (0, 0);
            for (int index = 0; index < distances.Length; index++)
            {
                isMissing[index] = usual > 1.5
                    ? distances[index] > 1.5 * usual
                    : week.Missing(_bars[_starts[index]].Time, _bars[_starts[index + 1]].Time) > (week.Days > 5 ? 1 : MaxHolidays);
                intervals += isMissing[index] ? 0 : 1;
                days += isMissing[index] ? 0 : distances[index];
            }

            double perYear = usual > 1.5 ? BarCalendar.DaysPerYear / usual : SessionsPerYear(week, intervals, days);
            return Result(perYear, BarsPerSession(isMissing), isMissing);
        }

        private double SessionsPerYear(WeekPattern week, int intervals, double days)
        {
            double counted = week.SessionsPerYear(intervals, days, DaysToCount);

            // An exchange has holidays, whether a file shows them or not.
            TimeSpan day = _bars[_starts[1] - 1].Time - _bars[0].Time;
            return week.Days == 5 && day < MaxDayLength && counted is > 246 and < 262 ? BarCalendar.ExchangeDays : counted;
        }

        private WeekPattern Week()
        {
            int[] counts = new int[7];
            foreach (int start in _starts)
            {
                counts[(int)_bars[start].Time.DayOfWeek]++;
            }

            return WeekPattern.Of(counts, _starts.Count);
        }

        /// <summary>The mean over sessions that nothing is missing beside.</summary>
        private double BarsPerSession(bool[] isMissing)
        {
            (long bars, int sessions) = (0, 0);
            for (int session = 1; session + 1 < _starts.Count; session++)
            {
                (int start, int end) = (_starts[session], _starts[session + 1]);
                bool isWhole = !isMissing[session - 1] && !isMissing[session] && !_breaks.Exists(gap => gap.Kind == BarBreakKind.Hole && gap.Bar > start && gap.Bar < end);
                bars += isWhole ? end - start : 0;
                sessions += isWhole ? 1 : 0;
            }

            return sessions > 0 ? (double)bars / sessions : Math.Max(_starts[1], _bars.Length - _starts[^1]);
        }

        private BarCalendar Result(double sessionsPerYear, double barsPerSession, bool[] isMissing)
        {
            var missing = new HashSet<int>();
            for (int index = 0; index < isMissing.Length; index++)
            {
                if (isMissing[index])
                {
                    missing.Add(_starts[index + 1]);
                }
            }

            return new BarCalendar
            {
                BarLength = _length,
                Sessions = _starts.Count,
                BarsPerSession = barsPerSession,
                SessionsPerYear = sessionsPerYear,
                Breaks = [.. _breaks.Select(gap => missing.Contains(gap.Bar) ? gap with { Kind = BarBreakKind.Hole } : gap)],
            };
        }

        /// <summary>One session is all there is: a day of an exchange, or less than a week of a market that is open day and night.</summary>
        private BarCalendar Single()
        {
            bool isDay = _bars[^1].Time - _bars[0].Time < TimeSpan.FromHours(16);
            return new BarCalendar
            {
                BarLength = _length,
                Sessions = 1,
                BarsPerSession = isDay ? _bars.Length : 5 * TimeSpan.FromDays(1) / _length,
                SessionsPerYear = isDay ? BarCalendar.ExchangeDays : BarCalendar.WeeksPerYear,
                Breaks = _breaks,
            };
        }
    }
}
