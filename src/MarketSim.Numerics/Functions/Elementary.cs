using MarketSim.Numerics.Vectors;

namespace MarketSim.Numerics.Functions;

/// <summary>
/// Elementary functions that give the same bits on every processor: they use nothing but operations that IEEE 754 rounds
/// exactly (+, -, *, /, square root, fused multiply-add) and operations on bits.
/// </summary>
public static class Elementary
{
    /// <summary>Largest magnitude whose sine and cosine are given: a million turns would be worth asking what the angle means.</summary>
    public const double TrigonometricLimit = 1_048_576;

    /// <summary>e to the power of x. Error below 0.65 ulp (1.1 ulp where the result is subnormal).</summary>
    public static double Exp(double x) => Exponential.Of(x, 0);

    /// <summary>exp(x) - 1, accurate for small x too. Error below 1.4 ulp.</summary>
    public static double Expm1(double x) => Exponential.MinusOne(x);

    /// <summary>Natural logarithm. Error below 0.8 ulp; -infinity at 0, NaN below.</summary>
    public static double Log(double x) => Logarithm.Of(x);

    /// <summary>x to the power of y. Error below 0.65 ulp (1.1 ulp where the result is subnormal); special cases as in IEEE 754.</summary>
    public static double Pow(double x, double y) => Power.Of(x, y);

    /// <summary>Sine of an angle in radians, |x| at most <see cref="TrigonometricLimit"/>. Error below 0.6 ulp; NaN for what is not finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The angle is finite and beyond the limit.</exception>
    public static double Sin(double x) => Trigonometric.Sin(x);

    /// <summary>Cosine of an angle in radians, |x| at most <see cref="TrigonometricLimit"/>. Error below 0.6 ulp; NaN for what is not finite.</summary>
    /// <inheritdoc cref="Sin(double)"/>
    public static double Cos(double x) => Trigonometric.Cos(x);

    /// <summary>Probability that a standard normal variable stays below x. Error below 4 ulp, far into the lower tail too.</summary>
    public static double NormalCdf(double x) => Normal.Cdf(x);

    /// <summary>
    /// The number that a standard normal variable stays below with probability p (Wichura, Algorithm AS 241, PPND16, Applied
    /// Statistics 37, 1988). Error below 6 ulp.
    /// </summary>
    /// <param name="p">0 to 1; -infinity at 0, infinity at 1, NaN outside.</param>
    public static double InverseNormalCdf(double p) => Normal.InverseCdf(p);

    /// <summary><see cref="Exp(double)"/> of every element, with the same bits.</summary>
    /// <param name="values">Any length.</param>
    /// <param name="results">The same length; may be the values themselves, but no other part of them.</param>
    public static void Exp(ReadOnlySpan<double> values, Span<double> results) => Exponential.Of(values, results);

    /// <summary><see cref="Log(double)"/> of every element, with the same bits.</summary>
    /// <param name="values">Any length.</param>
    /// <param name="results">The same length; may be the values themselves, but no other part of them.</param>
    public static void Log(ReadOnlySpan<double> values, Span<double> results) => Logarithm.Of(values, results);

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
