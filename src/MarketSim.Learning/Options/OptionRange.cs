namespace MarketSim.Learning.Options;

/// <summary>The numbers that an option may have.</summary>
public sealed record OptionRange
{
    private readonly Func<double, string?> _ruleBrokenBy;

    private OptionRange(double minimum, double maximum, Func<double, string?> ruleBrokenBy)
    {
        Minimum = minimum;
        Maximum = maximum;
        _ruleBrokenBy = ruleBrokenBy;
    }

    /// <summary>0 to 1.</summary>
    public static OptionRange Share { get; } = new(0, 1, static value => value is >= 0 and <= 1 ? null : "must be 0 to 1.");

    /// <summary>0 to below 1.</summary>
    public static OptionRange PartialShare { get; } = new(0, 1, static value => value is >= 0 and < 1 ? null : "must be 0 to below 1.");

    /// <summary>A finite number, 0 or more.</summary>
    public static OptionRange NonNegative { get; } = new(
        0, double.MaxValue, static value => value >= 0 && double.IsFinite(value) ? null : "must be a finite number, 0 or more.");

    /// <summary>Greater than 0.</summary>
    public static OptionRange Positive { get; } = new(
        double.Epsilon, double.MaxValue, static value => value > 0 && double.IsFinite(value) ? null : "must be a finite number greater than 0.");

    /// <summary>A finite number.</summary>
    public static OptionRange Finite { get; } = new(
        double.MinValue, double.MaxValue, static value => double.IsFinite(value) ? null : "must be a finite number.");

    /// <summary>A limit, which positive infinity takes away.</summary>
    public static OptionRange Limit { get; } = new(
        double.Epsilon, double.PositiveInfinity, static value => value > 0 ? null : "must be a number greater than 0; positive infinity sets no limit.");

    /// <summary>Smallest number.</summary>
    public double Minimum { get; }

    /// <summary>Largest number.</summary>
    public double Maximum { get; }

    /// <summary>Whole numbers.</summary>
    public static OptionRange Count(int minimum = 1, int maximum = int.MaxValue) => new(
        minimum,
        maximum,
        value => value < minimum ? $"must be a whole number of at least {minimum}."
            : value > maximum ? $"must be a whole number of at most {maximum}: more does not fit in memory. Make it smaller."
            : null);

    /// <param name="name">Of the option, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in the range.</exception>
    public void Require(double value, string name)
    {
        if (_ruleBrokenBy(value) is { } rule)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} {rule}");
        }
    }
}
