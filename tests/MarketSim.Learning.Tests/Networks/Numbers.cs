using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Tests.Networks;

/// <summary>Random arrays for tests.</summary>
internal static class Numbers
{
    public static float[] Normal(int length, int index, double deviation = 1)
    {
        var random = new RandomStream(20260727, RandomPurpose.Test, 0, index);
        float[] values = new float[length];
        foreach (ref float value in values.AsSpan())
        {
            value = (float)random.NextNormal(0, deviation);
        }

        return values;
    }

    /// <summary>Sum of products in double precision: a loss whose gradient in the values is the weights.</summary>
    public static double Dot(ReadOnlySpan<float> values, ReadOnlySpan<float> weights)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += (double)values[i] * weights[i];
        }

        return sum;
    }

    public static int[] Bits(ReadOnlySpan<float> values)
    {
        int[] bits = new int[values.Length];
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = BitConverter.SingleToInt32Bits(values[i]);
        }

        return bits;
    }
}
