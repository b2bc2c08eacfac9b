using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Numerics.Tests.Functions;

public sealed class ElementaryTests
{
    private const double Infinity = double.PositiveInfinity;

    /// <summary>The stated bounds, against values of 60 digits (Data/make_vectors.py).</summary>
    [Theory]
    [InlineData("exp", 0.65)]
    [InlineData("exp-subnormal", 1.1)]
    [InlineData("expm1", 1.4)]
    [InlineData("log", 0.8)]
    [InlineData("pow", 0.65)]
    [InlineData("normal", 4)]
    [InlineData("inverse-normal", 6)]
    [InlineData("sin", 0.6)]
    [InlineData("cos", 0.6)]
    public void Error_stays_within_its_stated_bound(string function, double ulps)
    {
        (double worst, double at, int count) = WorstError(function);

        Assert.True(count >= 15, $"{count} vectors");
        Assert.True(worst <= ulps, $"{function} is off by {worst:F3} ulp at {at:R}");
    }

    /// <summary>The runtime's own functions are within 1 ulp, so that ours may differ from them by 2 at most.</summary>
    [Fact]
    public void Functions_agree_with_those_of_the_runtime_over_their_whole_range()
    {
        var stream = new RandomStream(11, RandomPurpose.Test, 0, 0);
        for (int i = 0; i < 200_000; i++)
        {
            double x = stream.NextUniform(-750, 715);
            AssertClose(Math.Exp(x), Elementary.Exp(x), x);
            double positive = BitConverter.UInt64BitsToDouble(stream.NextUInt64() >> 1);
            AssertClose(Math.Log(positive), Elementary.Log(positive), positive);
            double y = stream.NextUniform(-2, 2);
            AssertClose(Math.Pow(positive, y), Elementary.Pow(positive, y), positive);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-0.0, 1)]
    [InlineData(5e-324, 1)]
    [InlineData(-5e-324, 1)]
    [InlineData(709.782712893384, 1.7976931348622732e308)]
    [InlineData(709.7827128933841, Infinity)]
    [InlineData(-745.1332191019411, 5e-324)]
    [InlineData(-745.1332191019412, 0)]
    [InlineData(1e308, Infinity)]
    [InlineData(-1e308, 0)]
    [InlineData(Infinity, Infinity)]
    [InlineData(-Infinity, 0)]
    [InlineData(double.NaN, double.NaN)]
    public void Exp_of_special_values(double x, double expected) => AssertSame(expected, Elementary.Exp(x));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-0.0, -0.0)]
    [InlineData(5e-324, 5e-324)]
    [InlineData(-1e-300, -1e-300)]
    [InlineData(-800, -1)]
    [InlineData(800, Infinity)]
    [InlineData(Infinity, Infinity)]
    [InlineData(-Infinity, -1)]
    [InlineData(double.NaN, double.NaN)]
    public void Expm1_of_special_values(double x, double expected) => AssertSame(expected, Elementary.Expm1(x));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, -Infinity)]
    [InlineData(-0.0, -Infinity)]
    [InlineData(-1, double.NaN)]
    [InlineData(-Infinity, double.NaN)]
    [InlineData(Infinity, Infinity)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(5e-324, -744.4400719213812)]
    [InlineData(double.MaxValue, 709.782712893384)]
    public void Log_of_special_values(double x, double expected) => AssertSame(expected, Elementary.Log(x));

    /// <summary>All pairs of them, against the runtime: zeros, infinities, signs, odd and even and broken exponents.</summary>
    [Fact]
    public void Pow_of_special_values_follows_the_standard()
    {
        double[] values =
        [
            0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 2.5, -2.5, 1e300, -1e300, 5e-324, -5e-324, 9007199254740993, 4503599627370497.5,
            9007199254740991, -9007199254740991, double.MaxValue, double.MinValue, Infinity, -Infinity, double.NaN,
        ];
        foreach (double x in values)
        {
            foreach (double y in values)
            {
                double expected = Math.Pow(x, y), actual = Elementary.Pow(x, y);
                Assert.True(
                    expected.Equals(actual) || Math.Abs(expected - actual) <= Math.Abs(Math.BitIncrement(expected) - expected),
                    $"Pow({x:R}, {y:R}) is {actual:R}, not {expected:R}");
                Assert.True(double.IsNaN(expected) || double.IsNegative(expected) == double.IsNegative(actual), $"sign of Pow({x:R}, {y:R})");
            }
        }
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(-0.0, 0.5)]
    [InlineData(-40, 0)]
    [InlineData(40, 1)]
    [InlineData(-Infinity, 0)]
    [InlineData(Infinity, 1)]
    [InlineData(double.NaN, double.NaN)]
    public void Normal_cdf_of_special_values(double x, double expected) => AssertSame(expected, Elementary.NormalCdf(x));

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0, -Infinity)]
    [InlineData(1, Infinity)]
    [InlineData(-0.1, double.NaN)]
    [InlineData(1.1, double.NaN)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(Infinity, double.NaN)]
    public void Inverse_normal_cdf_of_special_values(double p, double expected) => AssertSame(expected, Elementary.InverseNormalCdf(p));

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(-0.0, -0.0, 1)]
    [InlineData(5e-324, 5e-324, 1)]
    [InlineData(Infinity, double.NaN, double.NaN)]
    [InlineData(-Infinity, double.NaN, double.NaN)]
    [InlineData(double.NaN, double.NaN, double.NaN)]
    public void Sine_and_cosine_of_special_values(double x, double sine, double cosine)
    {
        AssertSame(sine, Elementary.Sin(x));
        AssertSame(cosine, Elementary.Cos(x));
    }

    [Fact]
    public void Sine_and_cosine_agree_with_those_of_the_runtime()
    {
        var stream = new RandomStream(12, RandomPurpose.Test, 0, 0);
        for (int i = 0; i < 200_000; i++)
        {
            double x = stream.NextUniform(-100, 100) * (i % 2 == 0 ? 1 : 10_000);
            AssertClose(Math.Sin(x), Elementary.Sin(x), x);
            AssertClose(Math.Cos(x), Elementary.Cos(x), x);
        }
    }

    [Fact]
    public void Sine_of_an_angle_beyond_the_limit_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Elementary.Sin(2e6));

    [Fact]
    public void Inverse_normal_cdf_undoes_the_normal_cdf()
    {
        for (double x = -37; x <= 5; x += 0.0137)
        {
            double density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
            double p = Elementary.NormalCdf(x);

            // What a few last bits of p are worth in x.
            double tolerance = (8 * p * 2.3e-16 / density) + (8 * Math.Abs(x) * 2.3e-16);
            Assert.InRange(Elementary.InverseNormalCdf(p) - x, -tolerance, tolerance);
        }
    }

    private static (double Worst, double At, int Count) WorstError(string function)
    {
        double worst = 0, at = 0;
        int count = 0;
        foreach (string[] row in VectorFile.Rows("Functions/Data/elementary.tsv").Where(row => row[0] == function))
        {
            double x = Bits(row[1]);
            double head = Bits(row[3]);
            double error = Math.Abs(Evaluate(function, x, Bits(row[2])) - head - Bits(row[4])) / Ulp(head);
            (worst, at) = error > worst || double.IsNaN(error) ? (error, x) : (worst, at);
            count++;
        }

        return (worst, at, count);
    }

    private static double Evaluate(string function, double x, double y) => function switch
    {
        "exp" or "exp-subnormal" => Elementary.Exp(x),
        "expm1" => Elementary.Expm1(x),
        "log" => Elementary.Log(x),
        "pow" => Elementary.Pow(x, y),
        "normal" => Elementary.NormalCdf(x),
        "sin" => Elementary.Sin(x),
        "cos" => Elementary.Cos(x),
        _ => Elementary.InverseNormalCdf(x),
    };

    private static void AssertClose(double expected, double actual, double at)
    {
        if (!expected.Equals(actual))
        {
            Assert.True(Math.Abs(expected - actual) <= 2 * Ulp(expected), $"{actual:R} is not {expected:R} at {at:R}");
        }
    }

    private static void AssertSame(double expected, double actual) =>
        Assert.True(
            double.IsNaN(expected) ? double.IsNaN(actual) : BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual),
            $"{actual:R} is not {expected:R}");

    private static double Bits(string hex) => BitConverter.UInt64BitsToDouble(Convert.ToUInt64(hex, 16));

    private static double Ulp(double value) => Math.BitIncrement(Math.Abs(value)) - Math.Abs(value);
}
