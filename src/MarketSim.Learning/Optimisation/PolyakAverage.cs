using System.Numerics;

namespace MarketSim.Learning.Optimisation;

/// <summary>Target networks that follow slowly (Lillicrap et al. 2016, arXiv:1509.02971).</summary>
public static class PolyakAverage
{
    /// <summary>target += share · (source - target).</summary>
    /// <param name="share">Tau, 0 to 1; 1 copies exactly.</param>
    public static void Follow(Span<float> target, ReadOnlySpan<float> source, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(source.Length, target.Length, nameof(source));
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share of the source is 0 to 1, e.g. 0.005.");
        }

        if (share == 1)
        {
            source.CopyTo(target);
            return;
        }

        float tau = (float)share;
        int width = Vector<float>.Count;
        int i = 0;
        for (; i <= target.Length - width; i += width)
        {
            var old = new Vector<float>(target[i..]);
            Vector.FusedMultiplyAdd(new Vector<float>(tau), new Vector<float>(source[i..]) - old, old).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = float.FusedMultiplyAdd(tau, source[i] - target[i], target[i]);
        }
    }
}
