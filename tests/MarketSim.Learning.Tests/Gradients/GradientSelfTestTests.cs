using MarketSim.Learning.Gradients;

namespace MarketSim.Learning.Tests.Gradients;

public sealed class GradientSelfTestTests
{
    [Fact]
    public void Managed_engine_has_one_digest_on_every_processor() =>
        Assert.Equal("e1c965f0d8dba0f83d38ccc0c11de188444823f879c0ec7d4db35e3ae690c90f", GradientSelfTest.DigestOf(ManagedEngine.Instance));
}
