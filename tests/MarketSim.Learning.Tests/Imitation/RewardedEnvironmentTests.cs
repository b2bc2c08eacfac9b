using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Checking;
using MarketSim.Learning.Environments.Wrappers;
using MarketSim.Learning.Imitation.Rewards;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Imitation;

public sealed class RewardedEnvironmentTests
{
    private readonly float[] _observation = new float[4];

    [Fact]
    public void Reward_is_the_functions_and_the_environments_own_one_is_told_beside_it()
    {
        var environment = new RewardedEnvironment(Experts.NewCartPole(), new Sum());
        environment.Reset(seed: 3, _observation);
        float before = _observation[0];

        StepResult result = environment.Step([1], _observation);

        Assert.Equal(before + 1 + (10 * _observation[0]), result.Reward, 6);
        Assert.Equal(1, result.Info!["own_reward"]);
        Assert.False(result.Terminated || result.Truncated);
    }

    [Fact]
    public void Everything_else_that_the_environment_tells_is_passed_on()
    {
        var environment = new RewardedEnvironment(new Telling(Experts.NewCartPole()), new Sum());
        environment.Reset(seed: 3, _observation);

        StepResult result = environment.Step([1], _observation);

        Assert.Equal((1.0, 7.0), (result.Info!["own_reward"], result.Info["trades"]));
    }

    [Fact]
    public void Restored_environment_pays_as_the_saved_one_goes_on()
    {
        var saved = new RewardedEnvironment(Experts.NewCartPole(), new Sum());
        saved.Reset(seed: 3, _observation);
        saved.Step([1], _observation);
        var writer = new MessagePackWriter();
        saved.Save(writer);
        var restored = new RewardedEnvironment(Experts.NewCartPole(), new Sum());
        var reader = new MessagePackReader(writer.WrittenMemory.Span);
        restored.Restore(ref reader);
        float[] other = new float[4];

        for (int step = 0; step < 5; step++)
        {
            Assert.Equal(saved.Step([0], _observation).Reward, restored.Step([0], other).Reward);
            Assert.Equal(_observation, other);
        }
    }

    [Fact]
    public void First_reward_of_an_episode_is_of_its_own_first_observation()
    {
        var environment = new RewardedEnvironment(Experts.NewCartPole(), new Sum());
        environment.Reset(seed: 3, _observation);
        double first = environment.Step([1], _observation).Reward;

        // Nothing of the step before remains.
        environment.Reset(seed: 3, _observation);

        Assert.Equal(first, environment.Step([1], _observation).Reward);
    }

    [Fact]
    public void Checker_finds_nothing() => Assert.Empty(EnvironmentChecker.Check(
        static () => new RewardedEnvironment(Experts.NewCartPole(), new Sum()), new EnvironmentCheckOptions { Episodes = 3 }));

    private sealed class Sum : IRewardFunction
    {
        public double Of(ReadOnlySpan<float> observation, ReadOnlySpan<float> action, ReadOnlySpan<float> next) => observation[0] + action[0] + (10 * next[0]);
    }

    private sealed class Telling(IEnvironment inner) : EnvironmentWrapper(inner)
    {
        public override StepResult Step(ReadOnlySpan<float> action, Span<float> observation) =>
            Inner.Step(action, observation) with { Info = new Dictionary<string, double>(StringComparer.Ordinal) { ["trades"] = 7 } };
    }
}
