using System.Globalization;

namespace MarketSim.Reporting.Html;

/// <summary>Numbers as tables, pages and terminals show them.</summary>
public static class FigureText
{
    /// <summary>The number in the invariant culture. A minus sign before nothing but zeros is left out: it would say that a loss was found.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="format">A format of <see cref="double.ToString(string)"/>.</param>
    public static string Of(double value, string format)
    {
        string text = value.ToString(format, CultureInfo.InvariantCulture);
        return text.StartsWith('-') && text.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? text[1..] : text;
    }
}
