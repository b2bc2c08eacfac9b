using System.Runtime.CompilerServices;

namespace MarketSim.Environments;

/// <summary>Checks of the ranges of settings; a value out of range is an argument error.</summary>
internal static class SettingChecks
{
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and greater than 0.");

    public static double NonNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and not negative.");

    public static double InRange(double value, double minimum, double maximum, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= minimum && value <= maximum ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be {minimum} to {maximum}.");

    public static int AtLeast(int value, int minimum, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= minimum ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least {minimum}.");
}
