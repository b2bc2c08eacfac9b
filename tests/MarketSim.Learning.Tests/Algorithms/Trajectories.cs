using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;

namespace MarketSim.Learning.Tests.Algorithms;

/// <summary>Trajectories that a policy acts out in environments.</summary>
internal sealed class Trajectories
{
    private readonly RolloutCollector _collector;

    public Trajectories(IVectorEnvironment environment, IPolicy policy, int stepsPerRow, ulong seed = 1)
    {
        var runner = new EnvironmentRunner(environment, policy);
        runner.Begin(seed);
        _collector = new RolloutCollector(runner, policy, stepsPerRow, gamma: 0.99);
    }

    public List<Trajectory> Collect(long version)
    {
        _collector.Collect(version);
        Rollout rollout = _collector.Rollout;
        List<Trajectory> trajectories = [];
        foreach (TrajectorySpan segment in rollout.Segments)
        {
            trajectories.Add(new Trajectory
            {
                PolicyVersion = segment.PolicyVersion,
                Length = segment.Length,
                Observations = rollout.Observations.Slice(segment.Start * rollout.ObservationSize, segment.Length * rollout.ObservationSize).ToArray(),
                Actions = rollout.Actions.Slice(segment.Start * rollout.ActionSize, segment.Length * rollout.ActionSize).ToArray(),
                Rewards = rollout.Rewards.Slice(segment.Start, segment.Length).ToArray(),
                LogProbabilities = rollout.LogProbabilities.Slice(segment.Start, segment.Length).ToArray(),
                Values = rollout.Values.Slice(segment.Start, segment.Length).ToArray(),
                FinalObservation = rollout.FinalObservation(segment.Slot).ToArray(),
                InitialState = rollout.InitialState(segment.Slot).ToArray(),
                FinalState = rollout.FinalState(segment.Slot).ToArray(),
                End = segment.End,
                InitialReturn = segment.InitialReturn,
            });
        }

        return trajectories;
    }
}
