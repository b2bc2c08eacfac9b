using MarketSim.Numerics.Serialization;

namespace MarketSim.Numerics.Tests.Serialization;

/// <summary>Vectors of RFC 3720, appendix B.4.</summary>
public sealed class Crc32CTests
{
    [Fact]
    public void Zeros_have_the_published_checksum() => Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));

    [Fact]
    public void Ones_have_the_published_checksum() => Assert.Equal(0x62A8AB43u, Crc32C.Of(Enumerable.Repeat((byte)0xFF, 32).ToArray()));

    [Fact]
    public void Ascending_bytes_have_the_published_checksum() =>
        Assert.Equal(0x46DD794Eu, Crc32C.Of(Enumerable.Range(0, 32).Select(value => (byte)value).ToArray()));

    [Fact]
    public void Digits_of_no_whole_word_have_the_published_check_value() => Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));
}
