using System.Runtime.Intrinsics;

namespace MarketSim.Numerics.Vectors;

/// <summary>Widths of vectors, in single-precision elements. What is computed does not depend on it.</summary>
internal static class VectorWidth
{
    /// <summary>The widest that this processor computes with at once: 16, 8, 4 or 1.</summary>
    public static int Widest { get; } =
        Vector512.IsHardwareAccelerated ? Lanes16.Count
        : Vector256.IsHardwareAccelerated ? Lanes8.Count
        : Vector128.IsHardwareAccelerated ? Lanes4.Count
        : Lanes1.Count;
}
