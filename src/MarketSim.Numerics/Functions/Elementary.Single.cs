using MarketSim.Numerics.Vectors;

namespace MarketSim.Numerics.Functions;

public static partial class Elementary
{
    /// <summary>Hyperbolic tangent of every element. Error below 2.5 ulp of single precision.</summary>
    /// <param name="values">Any length.</param>
    /// <param name="results">The same length; may be the values themselves, but no other part of them.</param>
    public static void Tanh(ReadOnlySpan<float> values, Span<float> results) => SingleSpans.Map<SingleTanh>(values, results, VectorWidth.Widest);

    /// <summary>1 / (1 + exp(-x)) of every element. Error below 2.1 ulp, 3 where the result is subnormal.</summary>
    /// <inheritdoc cref="Tanh(ReadOnlySpan{float}, Span{float})"/>
    public static void Sigmoid(ReadOnlySpan<float> values, Span<float> results) => SingleSpans.Map<SingleSigmoid>(values, results, VectorWidth.Widest);

    /// <summary>e to the power of every element. Error below 1.1 ulp, 3 where the result is subnormal.</summary>
    /// <inheritdoc cref="Tanh(ReadOnlySpan{float}, Span{float})"/>
    public static void Exp(ReadOnlySpan<float> values, Span<float> results) => SingleSpans.Map<SingleExp>(values, results, VectorWidth.Widest);

    /// <summary>Natural logarithm of every element; -infinity at 0, NaN below. Error below 0.8 ulp.</summary>
    /// <inheritdoc cref="Tanh(ReadOnlySpan{float}, Span{float})"/>
    public static void Log(ReadOnlySpan<float> values, Span<float> results) => SingleSpans.Map<SingleLog>(values, results, VectorWidth.Widest);

    /// <summary>log(1 + exp(x)) of every element. Error below 2.5 ulp, 3 where the result is subnormal.</summary>
    /// <inheritdoc cref="Tanh(ReadOnlySpan{float}, Span{float})"/>
    public static void Softplus(ReadOnlySpan<float> values, Span<float> results) => SingleSpans.Map<SingleSoftplus>(values, results, VectorWidth.Widest);
}
