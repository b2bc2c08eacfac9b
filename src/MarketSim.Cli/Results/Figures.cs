using System.Globalization;
using MarketSim.Reporting.Html;

namespace MarketSim.Cli.Results;

/// <summary>Figures as people read them.</summary>
internal static class Figures
{
    public static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Number(double value, string format) => FigureText.Of(value, format);

    /// <summary>The age in the largest unit that fits, such as <c>0.4 s</c>, <c>12 min</c>, <c>3.5 h</c>, <c>2.1 d</c>.</summary>
    public static string Age(TimeSpan span) => span switch
    {
        { TotalSeconds: < 100 } => Number(span.TotalSeconds, "0.#") + " s",
        { TotalMinutes: < 100 } => Number(span.TotalMinutes, "0") + " min",
        { TotalHours: < 48 } => Number(span.TotalHours, "0.#") + " h",
        _ => Number(span.TotalDays, "0.#") + " d",
    };
}
