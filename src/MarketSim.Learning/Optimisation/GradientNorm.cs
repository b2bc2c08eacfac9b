using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MarketSim.Learning.Optimisation;

/// <summary>The Euclidean norm over all gradients of a model.</summary>
public static class GradientNorm
{
    private const int Lanes = 16;

    /// <summary>Norm in double precision, always added in the same order; not finite as soon as one element is not.</summary>
    public static double Of(ReadOnlySpan<float> values)
    {
        // Lane j adds the elements j, j + 16, …, whatever the width of the processor's vectors: four vectors of four doubles are the lanes.
        Vector256<double> s0 = Vector256<double>.Zero, s1 = s0, s2 = s0, s3 = s0;
        ref float source = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i <= values.Length - Lanes; i += Lanes)
        {
            (Vector256<double> v0, Vector256<double> v1) = Vector256.Widen(Vector256.LoadUnsafe(ref source, (nuint)i));
            (Vector256<double> v2, Vector256<double> v3) = Vector256.Widen(Vector256.LoadUnsafe(ref source, (nuint)(i + (Lanes / 2))));
            s0 = Vector256.FusedMultiplyAdd(v0, v0, s0);
            s1 = Vector256.FusedMultiplyAdd(v1, v1, s1);
            s2 = Vector256.FusedMultiplyAdd(v2, v2, s2);
            s3 = Vector256.FusedMultiplyAdd(v3, v3, s3);
        }

        Span<double> lanes = stackalloc double[Lanes];
        s0.CopyTo(lanes);
        s1.CopyTo(lanes[4..]);
        s2.CopyTo(lanes[8..]);
        s3.CopyTo(lanes[12..]);
        for (; i < values.Length; i++)
        {
            double value = values[i];
            lanes[i % Lanes] = Math.FusedMultiplyAdd(value, value, lanes[i % Lanes]);
        }

        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
            {
                lanes[lane] += lanes[lane + half];
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
        int width = Vector<float>.Count;
        int i = 0;
        for (; i <= values.Length - width; i += width)
        {
            (new Vector<float>(values[i..]) * factor).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            values[i] *= factor;
        }
    }
}
