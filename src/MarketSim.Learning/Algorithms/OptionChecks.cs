using MarketSim.Learning.Optimisation;

namespace MarketSim.Learning.Algorithms;

/// <summary>Ranges of settings.</summary>
internal static class OptionChecks
{
    public static void RequireSchedule(Schedule schedule, string name)
    {
        RequireNonNegative(schedule.Start, name);
        RequireNonNegative(schedule.End, name);
    }

    public static void RequireCount(int value, string name)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be a whole number of at least 1.");
        }
    }

    public static void RequireShare(double value, string name)
    {
        if (!(value is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be 0 to 1.");
        }
    }

    public static void RequireNonNegative(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be a finite number, 0 or more.");
        }
    }

    public static void RequirePositive(double value, string name)
    {
        if (!(value > 0))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be greater than 0.");
        }
    }

    public static void RequireFinite(double value, string name)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be a finite number.");
        }
    }

    public static void RequireSizes(IReadOnlyList<int> values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        foreach (int value in values)
        {
            RequireCount(value, name);
        }
    }
}
