using System.Collections.ObjectModel;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Wrappers;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Imitation.Rewards;

/// <summary>An environment that pays by another reward than its own, e.g. one that was found: what a new agent is trained in.</summary>
public sealed class RewardedEnvironment : EnvironmentWrapper
{
    private readonly IRewardFunction _reward;
    private readonly float[] _observation;

    /// <summary>Replaces the rewards of an environment by those of a function.</summary>
    public RewardedEnvironment(IEnvironment inner, IRewardFunction reward)
        : base(inner)
    {
        ArgumentNullException.ThrowIfNull(reward);
        _reward = reward;
        _observation = new float[ObservationSpace.Size];
    }

    /// <inheritdoc/>
    public override void Reset(ulong seed, Span<float> observation)
    {
        Inner.Reset(seed, observation);
        observation.CopyTo(_observation);
    }

    /// <summary>The environment's own reward is in the info, as <c>own_reward</c>, beside what else is there.</summary>
    public override StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        StepResult result = Inner.Step(action, observation);
        double reward = _reward.Of(_observation, action, observation);
        observation.CopyTo(_observation);
        var info = new Dictionary<string, double>(result.Info ?? ReadOnlyDictionary<string, double>.Empty, StringComparer.Ordinal) { ["own_reward"] = result.Reward };
        return result with { Reward = reward, Info = info };
    }

    /// <inheritdoc/>
    public override void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(2);
        StateArrays.Write(writer, _observation);
        Inner.Save(writer);
    }

    /// <inheritdoc/>
    public override void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        StateArrays.Read(ref reader, _observation);
        Inner.Restore(ref reader);
    }
}
