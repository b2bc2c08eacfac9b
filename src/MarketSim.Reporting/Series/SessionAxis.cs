using System.Globalization;
using MarketSim.Reporting.RunFolders;

namespace MarketSim.Reporting.Series;

/// <summary>
/// The time axis of the charts. A run of one day keeps the clock; in a run of several days the sessions follow one another without the
/// nights, so that a position is (day · session length + seconds since the open).
/// </summary>
internal sealed class SessionAxis
{
    private SessionAxis(bool hasSeveralDays, double openSeconds, double sessionSeconds)
    {
        HasSeveralDays = hasSeveralDays;
        OpenSeconds = openSeconds;
        SessionSeconds = sessionSeconds;
    }

    public bool HasSeveralDays { get; }

    public double OpenSeconds { get; }

    public double SessionSeconds { get; }

    public static SessionAxis Over(RunFacts facts, IReadOnlyList<double> timeSeconds) => new(
        timeSeconds.Count > 0 && timeSeconds[^1] > TradingDay.SecondsPerDay,
        facts.OpenSeconds,
        facts.CloseSeconds - facts.OpenSeconds);

    /// <summary>Seconds on the axis; never falls when time rises.</summary>
    public double Position(double timeSeconds) => HasSeveralDays
        ? (TradingDay.Of(timeSeconds) * SessionSeconds) + Math.Clamp(TradingDay.SecondsSinceMidnight(timeSeconds) - OpenSeconds, 0, SessionSeconds)
        : timeSeconds;

    public double[] Positions(IReadOnlyList<double> timeSeconds) => [.. timeSeconds.Select(Position)];

    /// <summary>HH:MM:SS, after the day's number (from 1) where there are several.</summary>
    public string Label(double position)
    {
        if (!HasSeveralDays)
        {
            return Clock(position);
        }

        double day = Math.Floor(position / SessionSeconds);
        return string.Create(CultureInfo.InvariantCulture, $"day {day + 1:0} {Clock(OpenSeconds + position - (day * SessionSeconds))}");
    }

    private static string Clock(double seconds)
    {
        long whole = (long)Math.Floor(seconds);
        double fraction = seconds - whole;
        string clock = string.Create(CultureInfo.InvariantCulture, $"{whole / 3600:00}:{whole / 60 % 60:00}:{whole % 60:00}");
        return fraction < 0.0005 ? clock : clock + fraction.ToString(".000", CultureInfo.InvariantCulture);
    }
}
