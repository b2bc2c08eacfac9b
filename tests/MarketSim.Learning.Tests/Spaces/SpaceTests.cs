using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Tests.Spaces;

public sealed class SpaceTests
{
    public static TheoryData<Space> Spaces => new(
        new BoxSpace([-1, 0, float.NegativeInfinity], [1, float.PositiveInfinity, 5]),
        new DiscreteSpace(3),
        new MultiDiscreteSpace(2, 5));

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Samples_are_of_their_space(Space space)
    {
        var random = new RandomStream(1, RandomPurpose.Test, 0, 0);
        float[] value = new float[space.Size];
        for (int i = 0; i < 1000; i++)
        {
            space.Sample(ref random, value);
            Assert.True(space.Contains(value), string.Join(' ', value));
        }
    }

    [Fact]
    public void Values_outside_are_refused()
    {
        Assert.False(new DiscreteSpace(3).Contains([3]));
        Assert.False(new DiscreteSpace(3).Contains([0.5f]));
        Assert.False(new DiscreteSpace(3).Contains([float.NaN]));
        Assert.False(new MultiDiscreteSpace(2, 5).Contains([1, 5]));
        Assert.False(BoxSpace.Uniform(2, -1, 1).Contains([0, 1.5f]));
        Assert.False(BoxSpace.Uniform(2, -1, 1).Contains([float.NaN, 0]));
        Assert.False(BoxSpace.Uniform(2, -1, 1).Contains([0]));
    }

    [Fact]
    public void Bounds_that_cross_are_refused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new BoxSpace([0, 2], [1, 1]));

        Assert.Contains("element 1", exception.Message, StringComparison.Ordinal);
    }
}
