namespace MarketSim.Learning.Torch.Tests;

internal static class Differences
{
    /// <summary>The largest difference, relative to the largest expected element; as it is where all that is expected is 0.</summary>
    public static double Relative<TExpected>(ReadOnlySpan<TExpected> expected, ReadOnlySpan<float> actual)
        where TExpected : struct, IConvertible
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = 0;
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double value = expected[i].ToDouble(null);
            scale = Math.Max(scale, Math.Abs(value));
            largest = Math.Max(largest, Math.Abs(value - actual[i]));
        }

        return scale == 0 ? largest : largest / scale;
    }
}
