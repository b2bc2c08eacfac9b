using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Training;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Algorithms;

public sealed class OptionTests
{
    public static TheoryData<string, Func<LearningAlgorithm>> Refused { get; } = new()
    {
        { "HiddenSizes must be a whole number of at most 65536", () => new Ppo(CartPoles(), new PpoOptions { HiddenSizes = [100_000, 100_000] }) },
        { "actor.1.weight [60000 x 60000] the model has more than", () => new Ppo(CartPoles(), new PpoOptions { HiddenSizes = [60_000, 60_000] }) },
        { "StepsPerRollout must be a whole number of at most", () => new Ppo(CartPoles(), new PpoOptions { StepsPerRollout = int.MaxValue }) },
        { "StepsPerRollout is 16777216: 67108864 steps of 64 numbers", () => new A2c(CartPoles(), new A2cOptions { StepsPerRollout = 1 << 24 }) },
        { "BatchSize must be a whole number of at most 65536", () => new Sac(CartPoles(), new SacOptions { BatchSize = int.MaxValue }) },
        { "Activation must be one of None, Tanh, Relu", () => new Ppo(CartPoles(), new PpoOptions { Activation = (Activation)99 }) },
        { "Activation must be one of None, Tanh, Relu", () => new Sac(CartPoles(), new SacOptions { Activation = (Activation)99 }) },
        { "InitialEntropyCoefficient must be a finite number greater than 0", () => new Sac(CartPoles(), new SacOptions { InitialEntropyCoefficient = double.PositiveInfinity }) },
        { "TargetKl must be a finite number greater than 0", () => new Ppo(CartPoles(), new PpoOptions { TargetKl = double.PositiveInfinity }) },
        { "OptimiserEpsilon must be a finite number greater than 0", () => new A2c(CartPoles(), new A2cOptions { OptimiserEpsilon = double.NaN }) },
        { "MaximumWeight must be a number greater than 0", () => new Sac(CartPoles(), new SacOptions { MaximumWeight = double.NaN }) },
        { "ObservationSpace; it must be a space", () => new Ppo(new VectorEnvironment(1, static _ => new WithoutSpace())) },
        { "Environment 0 was made as null", () => new Ppo(new VectorEnvironment(1, static _ => null!)) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Senseless_setting_or_environment_is_refused_by_name(string message, Func<LearningAlgorithm> create) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(create).Message, StringComparison.Ordinal);

    [Fact]
    public void Missing_environment_is_said()
    {
        Assert.Equal("environment", Assert.Throws<ArgumentNullException>(() => new Ppo(null!)).ParamName);
        Assert.Equal("environment", Assert.Throws<ArgumentNullException>(() => new A2c(null!)).ParamName);
        Assert.Equal("environment", Assert.Throws<ArgumentNullException>(() => new Sac(null!)).ParamName);
    }

    [Fact]
    public void Limits_can_be_taken_away() =>
        Assert.Equal(0, new Ppo(CartPoles(), new PpoOptions { MaximumGradientNorm = double.PositiveInfinity, MaximumWeight = double.PositiveInfinity }).Steps);

    private static VectorEnvironment CartPoles() => new(4, static _ => CartPole.Version1());

    private sealed class WithoutSpace : IEnvironment
    {
        public Space ObservationSpace => null!;

        public Space ActionSpace => null!;

        public void Reset(ulong seed, Span<float> observation) => throw new NotSupportedException();

        public StepResult Step(ReadOnlySpan<float> action, Span<float> observation) => throw new NotSupportedException();

        public void Save(MessagePackWriter writer) => throw new NotSupportedException();

        public void Restore(ref MessagePackReader reader) => throw new NotSupportedException();
    }
}
