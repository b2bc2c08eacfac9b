namespace MarketSim.Numerics.Functions;

public static partial class Elementary
{
    /// <summary>Hyperbolic tangent of every element.</summary>
    /// <param name="values">Any length.</param>
    /// <param name="results">The same length; may be the values themselves, but no other part of them.</param>
    public static void Tanh(ReadOnlySpan<float> values, Span<float> results)
    {
        RequireSameLength(values, results);
        for (int i = 0; i < values.Length; i++)
        {
            double y = Expm1(-2 * Math.Abs((double)values[i]));
            results[i] = (float)Math.CopySign(-y / (2 + y), values[i]);
        }
    }

    /// <summary>1 / (1 + exp(-x)) of every element.</summary>
    /// <inheritdoc cref="Tanh(ReadOnlySpan{float}, Span{float})"/>
    public static void Sigmoid(ReadOnlySpan<float> values, Span<float> results)
    {
        RequireSameLength(values, results);
        for (int i = 0; i < values.Length; i++)
        {
            results[i] = (float)(1 / (1 + Exp(-(double)values[i])));
        }
    }

    /// <summary>e to the power of every element.</summary>
    /// <inheritdoc cref="Tanh(ReadOnlySpan{float}, Span{float})"/>
    public static void Exp(ReadOnlySpan<float> values, Span<float> results)
    {
        RequireSameLength(values, results);
        for (int i = 0; i < values.Length; i++)
        {
            results[i] = (float)Exp((double)values[i]);
        }
    }

    /// <summary>Natural logarithm of every element; -infinity at 0, NaN below.</summary>
    /// <inheritdoc cref="Tanh(ReadOnlySpan{float}, Span{float})"/>
    public static void Log(ReadOnlySpan<float> values, Span<float> results)
    {
        RequireSameLength(values, results);
        for (int i = 0; i < values.Length; i++)
        {
            results[i] = (float)Log((double)values[i]);
        }
    }

    /// <summary>log(1 + exp(x)) of every element.</summary>
    /// <inheritdoc cref="Tanh(ReadOnlySpan{float}, Span{float})"/>
    public static void Softplus(ReadOnlySpan<float> values, Span<float> results)
    {
        RequireSameLength(values, results);
        for (int i = 0; i < values.Length; i++)
        {
            double x = values[i];
            results[i] = (float)(Math.Max(x, 0) + Log(1 + Exp(-Math.Abs(x))));
        }
    }

    private static void RequireSameLength(ReadOnlySpan<float> values, ReadOnlySpan<float> results)
    {
        if (values.Length != results.Length)
        {
            throw new ArgumentException($"The results have {results.Length} elements; they need as many as the values, {values.Length}.", nameof(results));
        }
    }
}
