using MarketSim.Learning.Environments;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Imitation.Aggregation;

/// <summary>An episode that the clone plays, mixed with the expert, while the expert says at each step what it would have done (Ross, Gordon and Bagnell 2011, arXiv:1011.0686).</summary>
internal static class CorrectedEpisode
{
    /// <param name="expertShare">Probability that a step is the expert's own.</param>
    /// <param name="seed">Of the episode and of the mixture.</param>
    public static Demonstration Play(IEnvironment environment, IPolicy clone, IPolicy expert, double expertShare, ulong seed)
    {
        int observationSize = environment.ObservationSpace.Size;
        int actionSize = environment.ActionSpace.Size;
        var mixture = new RandomStream(seed, RandomPurpose.Demonstration, group: 2, index: 0);
        PolicyBatch cloneBatch = NewBatch(clone, seed, 0);
        PolicyBatch expertBatch = NewBatch(expert, seed, 1);
        List<float> observations = [];
        List<float> corrections = [];
        List<double> rewards = [];
        float[] observation = new float[observationSize];
        float[] action = new float[actionSize];
        environment.Reset(seed, observation);
        while (true)
        {
            Act(expert, expertBatch, observation, action);
            observations.AddRange(observation);
            corrections.AddRange(action);
            if (!mixture.NextBoolean(expertShare))
            {
                Act(clone, cloneBatch, observation, action);
            }

            StepResult result = environment.Step(action, observation);
            rewards.Add(result.Reward);
            if (result.IsLast)
            {
                return new Demonstration(
                    rewards.Count, [.. observations], [.. corrections], observation, [.. rewards], result.Terminated ? TrajectoryEnd.Terminated : TrajectoryEnd.Truncated);
            }
        }
    }

    private static PolicyBatch NewBatch(IPolicy policy, ulong seed, int index)
    {
        var batch = new PolicyBatch(policy.ObservationSpace.Size, policy.ActionSpace.Size, policy.StateSize);
        batch.Resize(1);
        batch.Random[0] = new RandomStream(seed, RandomPurpose.ActionSampling, group: 2, index);
        return batch;
    }

    private static void Act(IPolicy policy, PolicyBatch batch, float[] observation, float[] action)
    {
        observation.CopyTo(batch.Observations);
        policy.Act(batch, deterministic: true);
        batch.Actions.CopyTo(action);
        policy.ClipAction(action);
    }
}
