using System.Globalization;

namespace MarketSim.Learning.Rollouts;

/// <summary>Numbers that learners refuse: one that is not finite would spoil all weights at once.</summary>
internal static class FiniteCheck
{
    /// <param name="what">Names the numbers, e.g. <c>observation</c>.</param>
    /// <param name="rowSize">Numbers per row; rows are what the error counts.</param>
    /// <exception cref="ArgumentException">A number is infinite or not a number.</exception>
    public static void Require(ReadOnlySpan<float> values, string what, int rowSize, string rowName, string parameter)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The {what} of {rowName} {i / rowSize} is {values[i]} in element {i % rowSize}; it must be finite. Check what computes it, e.g. for a division by zero."),
                    parameter);
            }
        }
    }

    /// <inheritdoc cref="Require(ReadOnlySpan{float}, string, int, string, string)"/>
    public static void Require(ReadOnlySpan<double> values, string what, string rowName, string parameter)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"The {what} of {rowName} {i} is {values[i]}; it must be finite. Check what computes it, e.g. for a division by zero."),
                    parameter);
            }
        }
    }
}
