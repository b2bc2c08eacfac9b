namespace MarketSim.Market.Data.Bars.Times;

/// <summary>The ways of writing times that are known, those that mean one thing only first.</summary>
internal static class TimePatterns
{
    private static readonly string[] Dates =
    [
        "yyyy-M-d", "yyyyMMdd", "yyyy/M/d", "yyyy.M.d",
        "d-MMM-yyyy", "d-MMM-yy", "d MMM yyyy", "MMM d, yyyy", "MMMM d, yyyy", "MMM d yyyy", "yyyy-MMM-d", "ddMMMyyyy",
        "d.M.yyyy", "d.M.yy",
        "d/M/yyyy", "M/d/yyyy", "d-M-yyyy", "M-d-yyyy", "M.d.yyyy",
        "d/M/yy", "M/d/yy", "d-M-yy", "M-d-yy",
    ];

    private static readonly string[] Clocks = ["H:m:s.FFFFFFF", "H:m", "HHmmss", "HHmm", "h:m:s tt", "h:m tt", "h-tt", "H:m:s:fff"];

    private static readonly string[] Offsets = ["K", " zzz", " 'UTC'", " 'GMT'zzz"];

    /// <summary>Digits alone: the more digits, the finer the unit; the years that come out decide.</summary>
    private static readonly TimePattern[] Numbers =
    [
        new("yyyyMMddHHmmss"), new("yyyyMMddHHmm"),
        new("unix_s", TimeSpan.TicksPerSecond), new("unix_ms", TimeSpan.TicksPerMillisecond), new("unix_us", TimeSpan.TicksPerMicrosecond), new("unix_ns", 0.01),
    ];

    /// <summary>A day without a time.</summary>
    public static IReadOnlyList<TimePattern> OfDay { get; } = [.. Dates.Select(date => new TimePattern(date))];

    /// <summary>A time without a day.</summary>
    public static IReadOnlyList<TimePattern> OfClock { get; } = [.. Clocks.Select(clock => new TimePattern(clock)), .. Clocks.Take(1).Select(clock => new TimePattern(clock + "zzz"))];

    /// <summary>A day, or a day and a time, with or without the distance from UTC.</summary>
    public static IReadOnlyList<TimePattern> OfMoment { get; } =
    [
        .. OfDay,
        .. from date in Dates
           from between in new[] { " ", "'T'", ", ", "," }
           from clock in Clocks
           select new TimePattern(date + between + clock),
        .. from date in Dates.Take(4).Append("d.M.yyyy")
           from between in new[] { " ", "'T'" }
           from clock in Clocks.Take(3)
           from offset in Offsets
           select new TimePattern(date + between + clock + offset),
        .. Numbers,
    ];

    /// <summary>A pattern that <c>timeFormat:</c> names.</summary>
    public static TimePattern Named(string name) => Numbers.FirstOrDefault(pattern => pattern.Name == name) ?? new TimePattern(name);

    /// <summary>True when two patterns differ only in the order of day and month.</summary>
    public static bool AreTwins(TimePattern left, TimePattern right) => left != right && Mirrored(left.Name) == right.Name;

    /// <summary>True when the order of day and month in a pattern depends on the country; with points as separators the day always comes first.</summary>
    public static bool IsOfCountry(TimePattern pattern) => Mirrored(pattern.Name) != pattern.Name && !pattern.Name.StartsWith("d.M.", StringComparison.Ordinal);

    private static string Mirrored(string name)
    {
        foreach (char mark in "/-.")
        {
            if (name.StartsWith($"d{mark}M{mark}", StringComparison.Ordinal))
            {
                return $"M{mark}d{name[3..]}";
            }

            if (name.StartsWith($"M{mark}d{mark}", StringComparison.Ordinal))
            {
                return $"d{mark}M{name[3..]}";
            }
        }

        return name;
    }
}
