using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Algorithms.SoftActorCritic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Tests.Training;

/// <summary>An endless reward of 1 is worth 1 / (1 - 0.98) = 50, however often it is cut; an episode of 10 steps that ends is worth 9.1 at its best.</summary>
public sealed class TruncationTests
{
    private const double Gamma = 0.98;
    private static readonly DiscreteSpace Actions = new(2);

    [Theory]
    [InlineData("PPO")]
    [InlineData("A2C")]
    [InlineData("SAC")]
    public void Value_of_a_cut_episode_is_that_of_an_endless_one(string algorithm) =>
        Assert.InRange(ValueLearned(algorithm, cutIsEnd: false), 49, 51);

    [Theory]
    [InlineData("PPO")]
    [InlineData("A2C")]
    [InlineData("SAC")]
    public void Value_of_an_episode_that_ends_is_that_of_its_steps(string algorithm) =>
        Assert.InRange(ValueLearned(algorithm, cutIsEnd: true), 2, 10);

    private static double ValueLearned(string algorithm, bool cutIsEnd)
    {
        var environment = new VectorEnvironment(1, _ => new EndlessEnvironment(Actions, cutIsEnd));
        switch (algorithm)
        {
            case "PPO":
                var ppo = new Ppo(environment, new PpoOptions { Gamma = Gamma, StepsPerRollout = 32, BatchSize = 32, LearningRate = new(1e-2, 1e-4), HiddenSizes = [16] }, seed: 1);
                ppo.Learn(10_000);
                return Value(ppo.Policy);
            case "A2C":
                var a2c = new A2c(environment, new A2cOptions { Gamma = Gamma, StepsPerRollout = 16, LearningRate = new(1e-2, 1e-4), HiddenSizes = [16], MaximumGradientNorm = 100 }, seed: 1);
                a2c.Learn(50_000);
                return Value(a2c.Policy);
            default:
                var sac = new Sac(
                    environment,
                    new SacOptions { Gamma = Gamma, LearningRate = new(1e-2, 1e-4), Tau = 0.05, BatchSize = 16, HiddenSizes = [16], EntropyCoefficient = 0, ReplayCapacity = 1000 },
                    seed: 1);
                sac.Learn(6_000);
                return ((SacLearner)sac.Learner).ActionValue([1], [0]);
        }
    }

    private static double Value(IPolicy policy)
    {
        var batch = new PolicyBatch(1, 1, 0);
        batch.Resize(1);
        batch.Observations[0] = 1;
        policy.Act(batch, deterministic: true);
        return batch.Values[0];
    }
}
