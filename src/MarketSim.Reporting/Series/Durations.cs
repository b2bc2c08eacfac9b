using System.Globalization;

namespace MarketSim.Reporting.Series;

/// <summary>Lengths of time as people write them.</summary>
internal static class Durations
{
    public static string Label(double seconds) => seconds switch
    {
        >= 86_400 => In(seconds / 86_400, seconds >= 2 * 86_400 ? "days" : "day"),
        >= 3_600 => In(seconds / 3_600, "h"),
        >= 60 => In(seconds / 60, "min"),
        >= 1 => In(seconds, "s"),
        >= 1e-3 => In(seconds * 1e3, "ms"),
        >= 1e-6 => In(seconds * 1e6, "µs"),
        _ => In(seconds * 1e9, "ns"),
    };

    private static string In(double value, string unit) => value.ToString("0.###", CultureInfo.InvariantCulture) + " " + unit;
}
