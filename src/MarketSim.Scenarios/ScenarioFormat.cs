using System.Globalization;
using MarketSim.Agents.Parameters;
using MarketSim.Market.Accounts;

namespace MarketSim.Scenarios;

/// <summary>Writes values as scenarios hold them; read back, each gives exactly the same value.</summary>
public static class ScenarioFormat
{
    private static readonly (string Suffix, long Nanoseconds)[] DurationUnits =
    [
        ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
    ];

    internal static string Number(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    internal static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    internal static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A duration in the largest unit that gives a whole number.</summary>
    internal static string Duration(long nanoseconds)
    {
        (string suffix, long unit) = DurationUnits.First(candidate => nanoseconds % candidate.Nanoseconds == 0);
        return Number(nanoseconds / unit) + suffix;
    }

    /// <summary>The time of day, or the time span since the first midnight where it is later or finer than a clock shows.</summary>
    internal static string TimeOfDay(long nanoseconds)
    {
        const long nanosecondsPerDay = 86_400_000_000_000;
        return nanoseconds >= nanosecondsPerDay || nanoseconds % 1_000_000_000 != 0
            ? Duration(nanoseconds)
            : TimeSpan.FromTicks(nanoseconds / 100).ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);
    }

    internal static string Fee(long perHundredMillion) => Number((decimal)perHundredMillion / FeeSchedule.PerBasisPoint) + "bp";

    /// <summary>A value in the unit that it is held in.</summary>
    public static string Parameter(ParameterDefinition definition, double value) => definition.Unit switch
    {
        ParameterUnit.Duration when value == Math.Truncate(value) && Math.Abs(value) < long.MaxValue => Duration((long)value),
        ParameterUnit.Duration => $"{Number(value)}ns",
        ParameterUnit.Rate => $"{Number(value)}/s",
        ParameterUnit.Choice => definition.Choices[(int)value],
        _ => Number(value),
    };
}
