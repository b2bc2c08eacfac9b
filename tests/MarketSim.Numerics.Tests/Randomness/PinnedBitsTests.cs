using System.Security.Cryptography;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Numerics.Tests.Randomness;

/// <summary>
/// Digests of the bits of draws and functions. They change with no processor, runtime or vector width (DOTNET_EnableAVX2=0 and
/// DOTNET_EnableHWIntrinsic=0 give the same); a change of the code that alters them alters every fingerprint.
/// </summary>
public sealed class PinnedBitsTests
{
    private const int Rounds = 2000;

    [Fact]
    public void Draws_of_every_kind_keep_their_bits()
    {
        var stream = new RandomStream(20260726, RandomPurpose.Test, 4, 2);
        List<double> bits = [];
        for (int i = 0; i < Rounds; i++)
        {
            bits.Add(stream.NextUInt32());
            bits.Add(stream.NextDouble());
            bits.Add(stream.NextInt64(1L << 52));
            bits.Add(stream.NextUniform(-3, 8));
            bits.Add(stream.NextNormal(1, 2));
            bits.Add(stream.NextExponential(5));
            bits.Add(stream.NextPoisson(0.3 + i));
            bits.Add(stream.NextLogNormal(-1, 0.5));
            bits.Add(stream.NextPareto(100, 1.2));
        }

        bits.Add(stream.Position);
        Assert.Equal("e5918867288ca927d42785ab21e3a395", Digest(bits));
    }

    [Fact]
    public void Functions_keep_their_bits()
    {
        var stream = new RandomStream(20260726, RandomPurpose.Test, 4, 3);
        List<double> bits = [];
        var values = new double[Rounds];
        foreach (ref double value in values.AsSpan())
        {
            value = stream.NextUniform(0, 700);
            bits.Add(Elementary.Expm1(value - 500));
            bits.Add(Elementary.Pow(value, stream.NextUniform(-100, 100)));
            bits.Add(Elementary.NormalCdf((value / 10) - 38));
            bits.Add(Elementary.InverseNormalCdf(value / 700));
        }

        var results = new double[Rounds];
        Elementary.Exp(values, results);
        bits.AddRange(results);
        Elementary.Log(values, results);
        bits.AddRange(results);
        Assert.Equal("36fcfdc95ed76938688a670b58bb00fe", Digest(bits));
    }

    private static string Digest(List<double> values) =>
        Convert.ToHexStringLower(SHA256.HashData(values.SelectMany(BitConverter.GetBytes).ToArray()))[..32];
}
