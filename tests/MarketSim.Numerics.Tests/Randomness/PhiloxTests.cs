using MarketSim.Numerics.Randomness;

namespace MarketSim.Numerics.Tests.Randomness;

public sealed class PhiloxTests
{
    // Random123, tests/kat_vectors, the three lines "philox4x32 10": counter, key, result.
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(
        0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu,
        0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u,
        0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Block_equals_the_published_known_answer(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint r0, uint r1, uint r2, uint r3)
    {
        Philox.Transform(ref c0, ref c1, ref c2, ref c3, k0 | ((ulong)k1 << 32));

        Assert.Equal([r0, r1, r2, r3], [c0, c1, c2, c3]);
    }

    /// <summary>The third known answer, reached through a stream: its words are the counter words of the layout.</summary>
    [Fact]
    public void Stream_lays_out_key_and_counter_as_documented()
    {
        const ulong Seed = 0x299f31d0_a4093822;
        const ulong Block = 0x05a308d3_243f6a88; // the published second word has a high bit too many for a word index
        uint c0 = 0x243f6a88, c1 = 0x05a308d3, c2 = 0x13198a2e, c3 = 0x03707344;
        Philox.Transform(ref c0, ref c1, ref c2, ref c3, Seed);
        var stream = new RandomStream(Seed, (RandomPurpose)0x0370, 0x7344, 0x13198a2e, Block * 4);

        uint[] words = [stream.NextUInt32(), stream.NextUInt32(), stream.NextUInt32(), stream.NextUInt32()];

        Assert.Equal([c0, c1, c2, c3], words);
    }
}
