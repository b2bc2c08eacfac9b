using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Wrappers;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.Tests.Regimes;

/// <summary>Repeats each action for a number of steps, or to the end of the episode; the reward is the sum.</summary>
/// <param name="times">Number of steps, at least 1.</param>
internal sealed class ActionRepeat(IEnvironment environment, int times) : EnvironmentWrapper(environment)
{
    public override StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        double reward = 0;
        StepResult result = default;
        for (int i = 0; i < times && !result.IsLast; i++)
        {
            result = Inner.Step(action, observation);
            reward += result.Reward;
        }

        return result with { Reward = reward };
    }
}
