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

    /// <param name="rewards">By environment.</param>
    /// <param name="steps">Steps of each environment's episode before this one.</param>
    /// <exception cref="ArgumentException">A reward is not a number, or beyond the single-precision numbers that learners compute with.</exception>
    public static void RequireRewards(ReadOnlySpan<double> rewards, ReadOnlySpan<long> steps, string parameter)
    {
        for (int i = 0; i < rewards.Length; i++)
        {
            if (!float.IsFinite((float)rewards[i]))
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The reward of environment {i} is {rewards[i]} in step {steps[i]} of its episode; it must be finite, and within ±{float.MaxValue:G3}. Scale it, or check what computes it, e.g. for a division by zero."),
                    parameter);
            }
        }
    }
}
