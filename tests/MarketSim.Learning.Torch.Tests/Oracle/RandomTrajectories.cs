using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Torch.Tests.Oracle;

/// <summary>Trajectories in a world of random numbers, as weights would have acted that are not quite the present ones.</summary>
internal static class RandomTrajectories
{
    public static IReadOnlyList<Trajectory> Draw(ActorCriticPolicy policy, int count, ulong seed)
    {
        var random = new RandomStream(seed, RandomPurpose.Test, 0, 1);
        List<Trajectory> trajectories = [];
        for (int i = 0; i < count; i++)
        {
            trajectories.Add(Draw(policy, 1 + random.NextInt32(9), (TrajectoryEnd)random.NextInt32(3), i % 2 == 0, ref random));
        }

        return trajectories;
    }

    private static Trajectory Draw(ActorCriticPolicy policy, int length, TrajectoryEnd end, bool beginsEpisode, ref RandomStream random)
    {
        int observationSize = policy.ObservationSpace.Size;
        int actionSize = policy.ActionSpace.Size;
        var batch = new PolicyBatch(observationSize, actionSize, policy.StateSize);
        batch.Resize(1);
        batch.Random[0] = random;
        Fill(batch.States, beginsEpisode ? 0 : 0.5, ref random);
        var trajectory = new Trajectory
        {
            PolicyVersion = 0,
            Length = length,
            Observations = new float[length * observationSize],
            Actions = new float[length * actionSize],
            Rewards = new float[length],
            LogProbabilities = new float[length],
            Values = new float[length],
            FinalObservation = new float[observationSize],
            InitialState = batch.States.ToArray(),
            FinalState = new float[policy.StateSize],
            End = end,
        };
        for (int t = 0; t < length; t++)
        {
            Fill(batch.Observations, 1, ref random);
            policy.Act(batch, deterministic: false);
            batch.Observations.CopyTo(trajectory.Observations.AsSpan(t * observationSize));
            batch.Actions.CopyTo(trajectory.Actions.AsSpan(t * actionSize));
            trajectory.Rewards[t] = (float)random.NextNormal();
            trajectory.LogProbabilities[t] = batch.LogProbabilities[0] + (float)(0.2 * random.NextNormal());
            trajectory.Values[t] = batch.Values[0] + (float)(0.2 * random.NextNormal());
        }

        batch.States.CopyTo(trajectory.FinalState);
        Fill(trajectory.FinalObservation, 1, ref random);
        return trajectory;
    }

    private static void Fill(Span<float> values, double deviation, ref RandomStream random)
    {
        foreach (ref float value in values)
        {
            value = (float)(deviation * random.NextNormal());
        }
    }
}
