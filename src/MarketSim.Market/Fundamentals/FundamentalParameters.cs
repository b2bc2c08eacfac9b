using System.Runtime.CompilerServices;

namespace MarketSim.Market.Fundamentals;

/// <summary>Ranges of the processes' parameters; a parameter out of range is the caller's mistake.</summary>
internal static class FundamentalParameters
{
    public static double RequirePositive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and greater than 0.");

    public static double RequireNonNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and not negative.");

    public static double RequireFinite(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite.");
}
