using System.Globalization;

namespace MarketSim.Reporting.Html;

/// <summary>Numbers as the tables show them; what is absent is a dash.</summary>
internal static class Numbers
{
    public const string Absent = "–";

    /// <summary>No decimals.</summary>
    public static string Whole(double value) => Format(value, "#,0");

    /// <summary>Two decimals.</summary>
    public static string Money(double value) => Format(value, "#,0.00");

    /// <summary>The decimals of the price step, and one more where it is needed: mids lie between two steps.</summary>
    public static string Price(double value, int decimals) => Format(value, "#,0." + new string('0', decimals) + "#");

    public static string Fixed(double value, int decimals) => Format(value, "#,0." + new string('0', decimals));

    /// <summary>About four significant digits.</summary>
    public static string Significant(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 1_000 => Whole(value),
        >= 0.001 => Format(value, value is > -1 and < 1 ? "0.####" : "0.###"),
        >= 1e-9 => Format(double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), "0.############"),
        _ => Format(value, "0.##E+0"),
    };

    public static string Percent(double share) => double.IsFinite(share) ? Significant(share * 100) + " %" : Absent;

    /// <summary>Decimals that a price step needs, at most eight.</summary>
    public static int DecimalsOf(double priceStep)
    {
        int decimals = 0;
        for (double scaled = priceStep; decimals < 8 && Math.Abs(scaled - Math.Round(scaled)) > 1e-6 * scaled; scaled *= 10)
        {
            decimals++;
        }

        return decimals;
    }

    private static string Format(double value, string format) => double.IsFinite(value) ? FigureText.Of(value, format) : Absent;
}
