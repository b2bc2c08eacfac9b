using MarketSim.Learning.Imitation.Rewards;

namespace MarketSim.Learning.Imitation.Inverse;

/// <summary>The reward of every state and action of a tabular environment, as a function of its observations.</summary>
/// <param name="rewards">Shape [states, actions], e.g. of <see cref="LinearReward.Of"/>.</param>
public sealed class TabularReward(ITabularEnvironment environment, IReadOnlyList<double> rewards) : IRewardFunction
{
    /// <inheritdoc/>
    public double Of(ReadOnlySpan<float> observation, ReadOnlySpan<float> action, ReadOnlySpan<float> next) =>
        rewards[(environment.StateOf(observation) * environment.Problem.Actions) + (int)action[0]];
}
