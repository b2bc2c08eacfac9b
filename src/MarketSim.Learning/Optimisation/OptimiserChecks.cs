namespace MarketSim.Learning.Optimisation;

/// <summary>What all optimisers refuse.</summary>
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
