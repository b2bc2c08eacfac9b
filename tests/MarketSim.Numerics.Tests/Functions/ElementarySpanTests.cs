using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Numerics.Tests.Functions;

public sealed class ElementarySpanTests
{
    private static readonly double[] Special =
    [
        0, -0.0, 1, -1, 5e-324, 2.2250738585072014e-308, double.MaxValue, double.MinValue, double.NaN, double.PositiveInfinity,
        double.NegativeInfinity, 708, -708, 708.0000000000001, -745.2, 710,
    ];

    [Fact]
    public void Spans_give_the_bits_of_the_scalar_functions_at_every_length_and_offset()
    {
        var stream = new RandomStream(5, RandomPurpose.Test, 0, 0);
        for (int length = 0; length < 70; length++)
        {
            var values = new double[length];
            foreach (ref double value in values.AsSpan())
            {
                value = stream.NextInt32(20) == 0 ? Special[stream.NextInt32(Special.Length)] : stream.NextUniform(-700, 700);
            }

            AssertSameBits(values);
        }
    }

    [Fact]
    public void Spans_give_the_bits_of_the_scalar_functions_for_plain_arguments()
    {
        var stream = new RandomStream(6, RandomPurpose.Test, 0, 0);
        var values = new double[100_000];
        foreach (ref double value in values.AsSpan())
        {
            value = stream.NextLogNormal(0, 3);
        }

        AssertSameBits(values);
    }

    [Fact]
    public void Spans_of_different_lengths_are_refused()
    {
        Assert.Equal("results", Assert.Throws<ArgumentException>(() => Elementary.Exp(new double[3], new double[4])).ParamName);
        Assert.Equal("results", Assert.Throws<ArgumentException>(() => Elementary.Log(new double[4], new double[3])).ParamName);
    }

    private static void AssertSameBits(double[] values)
    {
        var results = new double[values.Length];
        Elementary.Exp(values, results);
        Assert.Equal(Bits(values.Select(Elementary.Exp)), Bits(results));
        results = [.. values];
        Elementary.Log(results, results);
        Assert.Equal(Bits(values.Select(Elementary.Log)), Bits(results));
    }

    private static long[] Bits(IEnumerable<double> values) => values.Select(BitConverter.DoubleToInt64Bits).ToArray();
}
