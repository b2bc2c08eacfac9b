using System.Runtime.Intrinsics;

namespace MarketSim.Learning.Tests.Determinism;

/// <summary>The test program run by itself: prints its vector width and the digests, so that a test can ask processes with other settings.</summary>
internal static class DigestProgram
{
    /// <summary>Elements of the widest vectors.</summary>
    public static int Width =>
        Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : Vector128.IsHardwareAccelerated ? 4 : 1;

    public static void Main() => Console.WriteLine($"{Width} {TrainingDigest.Kernels()} {TrainingDigest.Training()}");
}
