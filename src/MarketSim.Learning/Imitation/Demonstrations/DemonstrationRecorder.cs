using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Imitation.Demonstrations;

/// <summary>Plays episodes with an expert and records what it sees and does.</summary>
public static class DemonstrationRecorder
{
    /// <param name="expert">A policy that was trained, or a <see cref="FunctionPolicy"/>.</param>
    /// <param name="environment">Reset for each episode.</param>
    /// <param name="episodes">At least 1.</param>
    /// <param name="seed">Of the episodes and of what the expert draws.</param>
    /// <param name="deterministic">True for the expert's most probable actions.</param>
    public static DemonstrationSet Record(IPolicy expert, IEnvironment environment, int episodes, ulong seed, bool deterministic = true)
    {
        ArgumentNullException.ThrowIfNull(expert);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentOutOfRangeException.ThrowIfLessThan(episodes, 1);
        var recorded = new Demonstration[episodes];
        for (int episode = 0; episode < episodes; episode++)
        {
            recorded[episode] = Play(expert, environment, EpisodeSeeds.Of(seed, 0, episode), deterministic);
        }

        return new DemonstrationSet(recorded, "recorded episodes");
    }

    private static Demonstration Play(IPolicy expert, IEnvironment environment, ulong seed, bool deterministic)
    {
        int observationSize = environment.ObservationSpace.Size;
        int actionSize = environment.ActionSpace.Size;
        var batch = new PolicyBatch(observationSize, actionSize, expert.StateSize);
        batch.Resize(1);
        batch.Random[0] = new RandomStream(seed, RandomPurpose.ActionSampling, group: 0, index: 0);
        List<float> observations = [];
        List<float> actions = [];
        List<double> rewards = [];
        float[] observation = new float[observationSize];
        float[] action = new float[actionSize];
        environment.Reset(seed, observation);
        while (true)
        {
            observation.CopyTo(batch.Observations);
            expert.Act(batch, deterministic);
            batch.Actions.CopyTo(action);
            expert.ClipAction(action);
            observations.AddRange(observation);
            actions.AddRange(action);
            StepResult result = environment.Step(action, observation);
            rewards.Add(result.Reward);
            if (result.IsLast)
            {
                return new Demonstration(
                    rewards.Count, [.. observations], [.. actions], observation, [.. rewards], result.Terminated ? TrajectoryEnd.Terminated : TrajectoryEnd.Truncated);
            }
        }
    }
}
