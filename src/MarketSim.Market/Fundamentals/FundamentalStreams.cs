using MarketSim.Numerics.Randomness;

namespace MarketSim.Market.Fundamentals;

/// <summary>The streams of random numbers of a process: index 2 i is instrument i's diffusion, 2 i + 1 its jumps.</summary>
/// <remarks>Part of every fingerprint; never changes.</remarks>
internal static class FundamentalStreams
{
    public static RandomStream Diffusion(ulong seed, int instrument, ulong position) =>
        new(seed, RandomPurpose.Fundamental, 0, IndexOf(instrument), position);

    public static RandomStream Jumps(ulong seed, int instrument, ulong position) =>
        new(seed, RandomPurpose.Fundamental, 0, IndexOf(instrument) + 1, position);

    private static int IndexOf(int instrument)
    {
        const int Highest = int.MaxValue / 2 - 1;
        if (instrument is < 0 or > Highest)
        {
            throw new ArgumentOutOfRangeException(nameof(instrument), instrument, $"instrument must be 0 to {Highest}.");
        }

        return instrument * 2;
    }
}
