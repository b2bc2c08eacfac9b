namespace MarketSim.Numerics.Tests;

public sealed class ArithmeticSelfTestTests
{
    [Fact]
    public void Digest_is_the_same_on_every_processor() =>
        Assert.Equal("a0ace6f56b87f7d19b3c18a024962ba3b48086f16767c4bb856ffa8ade16c02c", ArithmeticSelfTest.Digest());
}
