using System.Globalization;

namespace MarketSim.Reporting.Series;

/// <summary>Formats simulated times: the clock of the day, after the day's number when a run has several; in a training, the clock of the episode.</summary>
internal sealed class SimulatedClock
{
    private readonly EpisodeBorders _borders;

    public const double SecondsPerDay = 86_400;

    /// <param name="timeSeconds">Times that will be shown, rising, in seconds since midnight of the first day.</param>
    public SimulatedClock(IReadOnlyList<double> timeSeconds, EpisodeBorders borders)
    {
        _borders = borders;
        HasSeveralDays = timeSeconds.Count > 0 && (borders.HasSeveral ? borders.OpenSeconds + borders.EpisodeSeconds : timeSeconds[^1]) > SecondsPerDay;
    }

    public bool HasSeveralDays { get; }

    /// <summary>HH:MM:SS, or "day 2 HH:MM:SS", of a training after "episode 3"; days and episodes are counted from 1.</summary>
    public string Label(double timeSeconds) => _borders.HasSeveral
        ? string.Create(CultureInfo.InvariantCulture, $"episode {_borders.Of(timeSeconds) + 1} {OfSession(_borders.ClockOf(timeSeconds))}")
        : OfSession(timeSeconds);

    private string OfSession(double timeSeconds)
    {
        if (!HasSeveralDays)
        {
            return OfDay(timeSeconds);
        }

        double day = Math.Floor(timeSeconds / SecondsPerDay);
        return string.Create(CultureInfo.InvariantCulture, $"day {day + 1:0} {OfDay(timeSeconds - (day * SecondsPerDay))}");
    }

    private static string OfDay(double seconds)
    {
        long whole = (long)Math.Floor(seconds);
        double fraction = seconds - whole;
        string clock = string.Create(CultureInfo.InvariantCulture, $"{whole / 3600:00}:{whole / 60 % 60:00}:{whole % 60:00}");
        return fraction < 0.0005 ? clock : clock + fraction.ToString(".000", CultureInfo.InvariantCulture);
    }
}
