using MarketSim.Cluster.Wire;

namespace MarketSim.Cluster.Tests.Wire;

/// <summary>Vectors of RFC 3720, appendix B.4.</summary>
public sealed class FrameChecksumTests
{
    [Fact]
    public void Zeros_have_the_published_checksum() => Assert.Equal(0x8A9136AAu, FrameChecksum.Of(new byte[32]));

    [Fact]
    public void Ones_have_the_published_checksum() => Assert.Equal(0x62A8AB43u, FrameChecksum.Of(Enumerable.Repeat((byte)0xFF, 32).ToArray()));

    [Fact]
    public void Ascending_bytes_have_the_published_checksum() =>
        Assert.Equal(0x46DD794Eu, FrameChecksum.Of(Enumerable.Range(0, 32).Select(value => (byte)value).ToArray()));

    [Fact]
    public void Digits_of_no_whole_word_have_the_published_check_value() => Assert.Equal(0xE3069283u, FrameChecksum.Of("123456789"u8));
}
