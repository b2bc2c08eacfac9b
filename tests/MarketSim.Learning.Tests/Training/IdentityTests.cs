using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Tests.Training;

/// <summary>The environments of Stable-Baselines3's <c>test_identity.py</c>: 2,000 steps must give 90 of 100.</summary>
public sealed class IdentityTests
{
    private const int Steps = 2_000;

    public static TheoryData<string, string> Cases { get; } = new()
    {
        { "PPO", "discrete" },
        { "PPO", "multi-discrete" },
        { "PPO", "box" },
        { "A2C", "discrete" },
        { "A2C", "multi-discrete" },
        { "A2C", "box" },
        { "SAC", "discrete" },
        { "SAC", "multi-discrete" },
        { "SAC", "box" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Algorithm_learns_to_repeat_the_observation(string algorithm, string space)
    {
        LearningAlgorithm model = Create(algorithm, Environments(space, 1));
        model.Learn(Steps);
        double reached = model.Evaluate(Environments(space, 5), episodes: 20).MeanReturn;
        Assert.True(reached >= 90, $"{algorithm} reached {reached} of 100.");
    }

    private static LearningAlgorithm Create(string algorithm, IVectorEnvironment environment) => algorithm switch
    {
        "PPO" => new Ppo(environment, new PpoOptions { Gamma = 0.4, StepsPerRollout = 64, LearningRate = 3e-3 }, seed: 1),
        "A2C" => new A2c(environment, new A2cOptions { Gamma = 0.4, LearningRate = Schedule.LinearToZero(3e-3) }, seed: 1),
        _ => new Sac(
            environment,
            new SacOptions { Gamma = 0.4, LearningRate = 3e-3, BatchSize = 64, HiddenSizes = [32, 32], StepsPerUpdate = 4, GradientStepsPerStep = 0.5 },
            seed: 1),
    };

    private static VectorEnvironment Environments(string space, int count) => new(count, _ => space switch
    {
        "discrete" => new IdentityEnvironment(new DiscreteSpace(4)),
        "multi-discrete" => new IdentityEnvironment(new MultiDiscreteSpace(3, 3)),
        _ => new IdentityEnvironment(BoxSpace.Uniform(1, -1, 1), tolerance: 0.5),
    });
}
