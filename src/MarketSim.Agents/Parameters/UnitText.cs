using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MarketSim.Agents.Parameters;

/// <summary>Reads numbers with their units, as scenarios write them.</summary>
public static class UnitText
{
    private static readonly (string Suffix, double Nanoseconds)[] Durations =
    [
        ("ns", 1), ("us", 1e3), ("ms", 1e6), ("min", 60e9), ("s", 1e9), ("h", 3_600e9), ("d", 86_400e9),
    ];

    private static readonly (string Suffix, double PerSecond)[] Rates =
    [
        ("/ms", 1e3), ("/s", 1), ("/min", 1 / 60.0), ("/h", 1 / 3_600.0), ("/d", 1 / 86_400.0),
    ];

    /// <summary>The format of values of the unit, with an example, for messages.</summary>
    public static string Example(ParameterUnit unit) => unit switch
    {
        ParameterUnit.Count => "a whole number, e.g. 10",
        ParameterUnit.Fraction => "a share, e.g. 0.05 or 5%",
        ParameterUnit.Duration => "a time span with its unit (ns, us, ms, s, min, h, d), e.g. 10ms",
        ParameterUnit.Rate => "a number per time (/ms, /s, /min, /h, /d), e.g. 0.5/s",
        ParameterUnit.Price => "an amount of currency, e.g. 0.25",
        ParameterUnit.Quantity => "a number of units, e.g. 100",
        _ => "a number, e.g. 1.5",
    };

    /// <summary>Reads a value; false when the text is not one of that unit.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, ParameterUnit unit, out double value)
    {
        string trimmed = text?.Trim() ?? string.Empty;
        return unit switch
        {
            ParameterUnit.Count => TryNumber(trimmed, 1, out value) && value == Math.Truncate(value),
            ParameterUnit.Fraction when trimmed.EndsWith('%') => TryNumber(trimmed[..^1], 0.01, out value),
            ParameterUnit.Duration => TrySuffixed(trimmed, Durations, out value),
            ParameterUnit.Rate => TrySuffixed(trimmed, Rates, out value),
            _ => TryNumber(trimmed, 1, out value),
        };
    }

    private static bool TrySuffixed(string text, (string Suffix, double Factor)[] units, out double value)
    {
        foreach ((string suffix, double factor) in units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal) && TryNumber(text[..^suffix.Length], factor, out value))
            {
                return true;
            }
        }

        value = 0;
        return false;
    }

    private static bool TryNumber(string text, double factor, out double value)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowTrailingWhite;
        bool isNumber = double.TryParse(text, style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
        value *= factor;
        return isNumber;
    }
}
