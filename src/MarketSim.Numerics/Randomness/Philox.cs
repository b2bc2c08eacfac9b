using System.Runtime.CompilerServices;

namespace MarketSim.Numerics.Randomness;

/// <summary>
/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3, SC 2011): a bijection of 128-bit
/// counters for every 64-bit key.
/// </summary>
internal static class Philox
{
    private const uint MultiplierA = 0xD2511F53;
    private const uint MultiplierB = 0xCD9E8D57;
    private const uint KeyStepA = 0x9E3779B9;
    private const uint KeyStepB = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>Replaces the counter (c0 to c3) by its block of four random words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform(ref uint c0, ref uint c1, ref uint c2, ref uint c3, ulong key)
    {
        uint a = c0, b = c1, c = c2, d = c3;
        uint keyA = (uint)key, keyB = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong productA = (ulong)MultiplierA * a;
            ulong productB = (ulong)MultiplierB * c;
            a = (uint)(productB >> 32) ^ b ^ keyA;
            c = (uint)(productA >> 32) ^ d ^ keyB;
            b = (uint)productB;
            d = (uint)productA;
            keyA += KeyStepA;
            keyB += KeyStepB;
        }

        (c0, c1, c2, c3) = (a, b, c, d);
    }
}
