using MarketSim.Engine.Participants;
using MarketSim.Learning.Rollouts;
using MarketSim.Market.Orders;
using MarketSim.Simulation.Training;

namespace MarketSim.Simulation.Tests.Training;

public sealed class LearnerUpdateTests
{
    [Fact]
    public void Steps_of_weights_older_than_the_cap_are_left_out_and_the_lag_of_the_others_is_measured()
    {
        TrajectorySegment[] segments = [Segment(weightsVersion: 7, steps: 2), Segment(weightsVersion: 6, steps: 5), Segment(weightsVersion: 8, steps: 6), Segment(weightsVersion: 9, steps: 4)];

        var update = LearnerUpdate.Of(tick: 30, segments, weightsVersion: 9, maximumLag: 2, out IReadOnlyList<Trajectory> accepted);

        Assert.Equal([2, 6, 4], accepted.Select(trajectory => trajectory.Length));
        Assert.Equal(new LearnerUpdate(StartTick: 30, Steps: 12, Dropped: 5, MeanLag: 10.0 / 12, MaximumLag: 2), update);
    }

    [Fact]
    public void Update_of_which_all_is_too_old_takes_nothing()
    {
        var update = LearnerUpdate.Of(tick: 30, [Segment(weightsVersion: 1, steps: 3)], weightsVersion: 9, maximumLag: 2, out IReadOnlyList<Trajectory> accepted);

        Assert.Empty(accepted);
        Assert.Equal(new LearnerUpdate(StartTick: 30, Steps: 0, Dropped: 3, MeanLag: 0, MaximumLag: 0), update);
    }

    private static TrajectorySegment Segment(long weightsVersion, int steps) => new(Tick: 20, Replica: 0, new AccountId(1), weightsVersion, new Trajectory
    {
        PolicyVersion = weightsVersion,
        Length = steps,
        Observations = [],
        Actions = [],
        Rewards = new float[steps],
        LogProbabilities = [],
        Values = [],
        FinalObservation = [],
        InitialState = [],
        FinalState = [],
        End = TrajectoryEnd.Cut,
    });
}
