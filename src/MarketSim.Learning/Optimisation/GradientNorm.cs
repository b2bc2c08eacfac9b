namespace MarketSim.Learning.Optimisation;

/// <summary>The Euclidean norm over all gradients of a model.</summary>
public static class GradientNorm
{
    private const int Lanes = 16;

    /// <summary>Norm in double precision, always added in the same order; not finite as soon as one element is not.</summary>
    public static double Of(ReadOnlySpan<float> values)
    {
        // Lane j adds the elements j, j + 16, …, whatever the width of the processor's vectors.
        Span<double> lanes = stackalloc double[Lanes];
        lanes.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            lanes[i % Lanes] = Math.FusedMultiplyAdd(value, value, lanes[i % Lanes]);
        }

        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                lanes[i] += lanes[i + half];
            }
        }

        return Math.Sqrt(lanes[0]);
    }

    /// <summary>Scales gradients whose norm is above the maximum down to it.</summary>
    /// <param name="maximum">Greater than 0; positive infinity never clips.</param>
    /// <returns>The norm before.</returns>
    public static double Clip(Span<float> gradients, double maximum)
    {
        if (!(maximum > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, "The largest norm of gradients is greater than 0, e.g. 0.5.");
        }

        double norm = Of(gradients);

        // The small number keeps PyTorch's result.
        double factor = maximum / (norm + 1e-6);
        if (factor < 1)
        {
            Scale(gradients, (float)factor);
        }

        return norm;
    }

    private static void Scale(Span<float> values, float factor)
    {
        foreach (ref float value in values)
        {
            value *= factor;
        }
    }
}
