using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Numerics.Tests.Functions;

public sealed class ElementarySingleTests
{
    private const double SmallestNormal = 1.1754943508222875e-38;

    private delegate void Map(ReadOnlySpan<float> values, Span<float> results);

    private delegate void MapAtWidth(ReadOnlySpan<float> values, Span<float> results, int widest);

    private static readonly float[] Special =
    [
        0, -0f, 1, -1, float.Epsilon, -float.Epsilon, 1.17549435e-38f, -1.17549435e-38f, 1e-20f, -1e-20f, 88.72283f, 88.72284f, -87.336f, -103.9f, -104.1f, 200, -200,
        float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 9.01f, -9.01f, 0.70710677f, 0.7071068f,
    ];

    public static TheoryData<string> Functions => new("tanh", "sigmoid", "exp", "log", "softplus");

    [Theory]
    [InlineData("tanh", 2.5)]
    [InlineData("sigmoid", 2.1)]
    [InlineData("exp", 1.1)]
    [InlineData("log", 0.8)]
    [InlineData("softplus", 2.5)]
    public void Error_stays_below_what_is_stated(string name, double ulps)
    {
        (Map map, Func<double, double> exact) = Function(name);
        float[] values = Sweep(name).ToArray();
        float[] results = new float[values.Length];
        map(values, results);
        double worst = 0;
        double worstSubnormal = 0;
        float at = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double expected = exact(values[i]);
            double error = Math.Abs(results[i] - expected) / Ulp(expected);
            worstSubnormal = Math.Abs(expected) < SmallestNormal ? Math.Max(worstSubnormal, error) : worstSubnormal;
            if (Math.Abs(expected) >= SmallestNormal && !(error <= worst))
            {
                worst = error;
                at = values[i];
            }
        }

        Assert.True(worst < ulps, $"{name}({at:R}) is {worst} ulp off.");
        Assert.True(worstSubnormal < 3, $"{worstSubnormal} ulp off where the result is subnormal.");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Special_values_give_what_the_function_says(string name)
    {
        (Map map, Func<double, double> exact) = Function(name);
        float[] results = new float[Special.Length];
        map(Special, results);
        for (int i = 0; i < Special.Length; i++)
        {
            double expected = exact(Special[i]);
            float rounded = (float)expected;
            bool same = float.IsFinite(rounded) && rounded != 0
                ? Math.Abs(results[i] - expected) <= 2.5 * Ulp(expected)
                : results[i].Equals(rounded);
            Assert.True(same, $"{name}({Special[i]:R}) = {results[i]:R}, expected {rounded:R}.");
        }
    }

    [Fact]
    public void Tanh_keeps_the_sign_of_zero()
    {
        float[] results = new float[1];
        Elementary.Tanh([-0f], results);

        Assert.True(float.IsNegative(results[0]));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_width_gives_the_same_bits_at_every_length(string name)
    {
        MapAtWidth map = AtWidth(name);
        var random = new RandomStream(5, RandomPurpose.Test, 0, 0);
        for (int length = 0; length < 70; length++)
        {
            float[] values = new float[length];
            foreach (ref float value in values.AsSpan())
            {
                value = random.NextInt32(10) == 0 ? Special[random.NextInt32(Special.Length)] : (float)random.NextNormal(0, 20);
            }

            float[] expected = new float[length];
            map(values, expected, 1);
            foreach (int widest in (int[])[4, 8, 16])
            {
                // In place, as layers do.
                float[] results = [.. values];
                map(results, results, widest);
                for (int i = 0; i < length; i++)
                {
                    Assert.True(
                        BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(results[i]) || (float.IsNaN(expected[i]) && float.IsNaN(results[i])),
                        $"{name}({values[i]:R}) is {expected[i]:R} alone and {results[i]:R} at width {widest}.");
                }
            }
        }
    }

    [Fact]
    public void Spans_of_different_lengths_are_refused() =>
        Assert.Equal("results", Assert.Throws<ArgumentException>(() => Elementary.Tanh(new float[3], new float[4])).ParamName);

    private static (Map Map, Func<double, double> Exact) Function(string name) => name switch
    {
        "tanh" => (Elementary.Tanh, Math.Tanh),
        "sigmoid" => (Elementary.Sigmoid, x => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x))),
        "exp" => (Elementary.Exp, Math.Exp),
        "log" => (Elementary.Log, Math.Log),
        _ => (Elementary.Softplus, x => Math.Max(x, 0) + (Math.Exp(-Math.Abs(x)) is var e && e < 1e-5 ? e - (e * e / 2) : Math.Log(1 + Math.Exp(-Math.Abs(x))))),
    };

    private static MapAtWidth AtWidth(string name) => name switch
    {
        "tanh" => SingleSpans.Map<SingleTanh>,
        "sigmoid" => SingleSpans.Map<SingleSigmoid>,
        "exp" => SingleSpans.Map<SingleExp>,
        "log" => SingleSpans.Map<SingleLog>,
        _ => SingleSpans.Map<SingleSoftplus>,
    };

    /// <summary>Every so many-th number of the function's range, small and large alike.</summary>
    private static IEnumerable<float> Sweep(string name)
    {
        const int spacing = 4099;
        uint last = BitConverter.SingleToUInt32Bits(name == "log" ? float.MaxValue : 110);
        for (uint bits = 1; bits < last; bits += spacing)
        {
            float value = BitConverter.UInt32BitsToSingle(bits);
            yield return name == "exp" && value > 88.7f ? 88.7f : value;
            if (name != "log")
            {
                yield return -value;
            }
        }
    }

    /// <summary>From a single-precision number to the next, at the exact result.</summary>
    private static double Ulp(double exact)
    {
        double magnitude = Math.Max(Math.Abs(exact), SmallestNormal);
        return Math.Pow(2, Math.Floor(Math.Log2(magnitude)) - 23);
    }
}
