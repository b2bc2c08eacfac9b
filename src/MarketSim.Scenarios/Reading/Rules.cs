using System.Globalization;
using MarketSim.Agents.Parameters;
using MarketSim.Market.Accounts;
using MarketSim.Market.Time;

namespace MarketSim.Scenarios.Reading;

/// <summary>The kinds of value that scenarios are written in.</summary>
public static class Rules
{
    // Timers of the system end a little later.
    private const long MaxTimer = 24L * 86_400_000_000_000;
    private const NumberStyles Decimals = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private const long NanosecondsPerTimeSpanTick = 100;

    private const decimal MinAmount = 0.000000001m;

    private const decimal MaxAmount = 1_000_000_000_000_000m;

    /// <summary>Four centuries: sums of two times still fit 64 bits.</summary>
    private const double MaxNanoseconds = 4e18;

    /// <summary>Any time of the first day, or a time span since its midnight.</summary>
    public static ValueRule<SimulatedTime> TimeOfDay { get; } = new(
        "a time of day, e.g. \"09:30:00\", or a time span since midnight, e.g. 34200s",
        text => TryTimeOfDay(text, out TimeSpan time) ? new(new SimulatedTime(time.Ticks * NanosecondsPerTimeSpanTick))
            : Nanoseconds(text, minimum: 0) is { } nanoseconds ? new(new SimulatedTime(nanoseconds)) : null);

    /// <summary>A time span in nanoseconds, rounded to the nearest.</summary>
    /// <param name="minimum">In nanoseconds.</param>
    public static ValueRule<long> Duration(string example, long minimum) => new(
        $"a time span{(minimum > 0 ? " greater than 0" : string.Empty)} with its unit (ns, us, ms, s, min, h, d), e.g. {example}",
        text => Nanoseconds(text, minimum) is { } nanoseconds ? new(nanoseconds) : null);

    /// <summary>A time span in nanoseconds, a millisecond to 24 days; null for <c>off</c>.</summary>
    public static ValueRule<long?> DurationOrOff(string example) => new(
        $"a time span of 1ms to 24d with its unit (ms, s, min, h, d), e.g. {example}, or off",
        text => IsOff(text) ? new(null) : Nanoseconds(text, minimum: 1_000_000) is { } nanoseconds and <= MaxTimer ? new(nanoseconds) : null);

    /// <summary>An amount greater than 0.</summary>
    public static ValueRule<decimal> Positive(string example) => new(
        $"a number greater than 0 (1e-9 to 1e15), e.g. {example}",
        text => TryDecimal(text, out decimal value) && value is >= MinAmount and <= MaxAmount ? new(value) : null);

    /// <summary>An amount of either sign.</summary>
    public static ValueRule<decimal> Amount(string example) => new(
        $"a number (-1e15 to 1e15), e.g. {example}",
        text => TryDecimal(text, out decimal value) && Math.Abs(value) <= MaxAmount ? new(value) : null);

    /// <summary>A whole number.</summary>
    public static ValueRule<int> Count(int minimum, int maximum, string example) => new(
        $"a whole number from {minimum:N0} to {maximum:N0}, e.g. {example}",
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= minimum && value <= maximum
            ? new(value)
            : null);

    /// <summary>A whole number of at least 1; null for <c>off</c>.</summary>
    public static ValueRule<long?> LongOrOff(string example) => new(
        $"a whole number of at least 1, e.g. {example}, or off",
        text => IsOff(text) ? new(null)
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= 1 ? new(value) : null);

    /// <summary>A whole number of at least 1; null for <c>auto</c>.</summary>
    public static ValueRule<int?> CountOrAuto(int maximum) => new(
        $"a whole number from 1 to {maximum:N0}, or auto",
        text => text == ScenarioKeywords.Auto ? new(null)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1 && value <= maximum ? new(value) : null);

    /// <summary>The seed of a run.</summary>
    public static ValueRule<ulong> Seed { get; } = new(
        "a whole number from 0 to 18446744073709551615, e.g. 1",
        text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? new(value) : null);

    /// <summary>A switch: true for on.</summary>
    public static ValueRule<bool> Switch { get; } = new(
        "true or false",
        text => text switch { "true" => new(true), "false" => new(false), _ => null });

    /// <summary>A number without a unit.</summary>
    /// <param name="rule">As the end of "it must be …".</param>
    public static ValueRule<double> Number(string rule, double minimum, double maximum) => new(
        rule,
        text => UnitText.TryParse(text, ParameterUnit.Number, out double value) && value >= minimum && value <= maximum ? new(value) : null);

    /// <summary>A fee in 1e-8 of the notional.</summary>
    public static ValueRule<long> Fee { get; } = new(
        "a fee in basis points from -1000bp to 1000bp, down to 0.0001bp, e.g. 0.2bp; a rebate is negative",
        text => text.EndsWith("bp", StringComparison.Ordinal) && TryDecimal(text[..^2], out decimal basisPoints) && Math.Abs(basisPoints) <= 1_000
            && TryCountUnits(basisPoints, 1m / FeeSchedule.PerBasisPoint, out long rate) ? new(rate) : null);

    /// <summary>Any text.</summary>
    public static ValueRule<string> FreeText { get; } = new("a text", text => new(text));

    /// <summary>A SHA-256, in lower case.</summary>
    public static ValueRule<string> Sha256 { get; } = new(
        "64 hexadecimal digits",
        text => text.Length == 64 && text.All(char.IsAsciiHexDigit) ? new(text.ToLowerInvariant()) : null);

    /// <summary>A name that is safe in file names and tables.</summary>
    public static ValueRule<string> Name(string example) => new(
        $"1 to 64 letters, digits, -, _ or ., beginning with a letter or digit, e.g. {example}",
        text => text.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(text[0])
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.') ? new(text) : null);

    /// <summary>Converts an amount into units; false when it is not a whole number of them, or exceeds 64 bits.</summary>
    internal static bool TryCountUnits(decimal amount, decimal unit, out long count)
    {
        count = 0;
        if ((double)Math.Abs(amount) / (double)unit >= long.MaxValue)
        {
            return false;
        }

        count = (long)decimal.Round(amount / unit);
        return count * unit == amount;
    }

    private static bool IsOff(string text) => text == ScenarioKeywords.Off;

    private static bool TryTimeOfDay(string text, out TimeSpan time) =>
        TimeSpan.TryParseExact(text, [@"hh\:mm", @"hh\:mm\:ss", @"hh\:mm\:ss\.FFFFFFF"], CultureInfo.InvariantCulture, out time)
        || (text is "24:00" or "24:00:00" && (time = TimeSpan.FromDays(1)) > TimeSpan.Zero);

    private static long? Nanoseconds(string text, long minimum)
    {
        bool isDuration = UnitText.TryParse(text, ParameterUnit.Duration, out double value) && Math.Abs(value) <= MaxNanoseconds;
        return isDuration && Math.Round(value) >= minimum ? (long)Math.Round(value) : null;
    }

    private static bool TryDecimal(string text, out decimal value) => decimal.TryParse(text, Decimals, CultureInfo.InvariantCulture, out value);
}
