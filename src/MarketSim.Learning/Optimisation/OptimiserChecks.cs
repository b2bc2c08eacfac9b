using System.Numerics;

namespace MarketSim.Learning.Optimisation;

/// <summary>The argument checks of all optimisers.</summary>
internal static class OptimiserChecks
{
    public static void RequireDecay(double value, string name)
    {
        if (!(value is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "A decay is from 0 to below 1, e.g. 0.9.");
        }
    }

    public static void RequireEpsilon(double value)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Epsilon is greater than 0, e.g. 1e-5.");
        }
    }

    public static bool AreFinite(ReadOnlySpan<float> values) => AreWithin(values, float.MaxValue);

    /// <summary>True when no magnitude exceeds the bound; false for a value that is not a number.</summary>
    public static bool AreWithin(ReadOnlySpan<float> values, float bound)
    {
        int width = Vector<float>.Count;
        Vector<int> within = Vector<int>.AllBitsSet;
        int i = 0;
        for (; i <= values.Length - width; i += width)
        {
            within &= Vector.LessThanOrEqual(Vector.Abs(new Vector<float>(values[i..])), new Vector<float>(bound));
        }

        bool isWithin = within == Vector<int>.AllBitsSet;
        for (; i < values.Length; i++)
        {
            isWithin &= Math.Abs(values[i]) <= bound;
        }

        return isWithin;
    }

    public static void RequireStep(int size, ReadOnlySpan<float> parameters, ReadOnlySpan<float> gradients, double learningRate)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(parameters.Length, size, nameof(parameters));
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradients.Length, size, nameof(gradients));
        if (!(learningRate >= 0 && double.IsFinite(learningRate)))
        {
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "A learning rate is 0 or more, e.g. 3e-4.");
        }
    }
}
