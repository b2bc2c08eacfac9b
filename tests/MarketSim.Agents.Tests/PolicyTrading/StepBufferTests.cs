using MarketSim.Agents.PolicyTrading;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Tests.PolicyTrading;

public sealed class StepBufferTests
{
    [Fact]
    public void Return_runs_on_over_the_cuts_of_an_episode_and_begins_anew_with_the_next()
    {
        var steps = new StepBuffer(discount: 0.5);

        Trajectory first = Take(steps, TrajectoryEnd.Cut, 1, 2);
        Trajectory second = Take(Copy(steps), TrajectoryEnd.Truncated, 4);
        Take(steps, TrajectoryEnd.Truncated, 4);
        Trajectory next = Take(steps, TrajectoryEnd.Cut, 8);

        Assert.Equal(0, first.InitialReturn);
        Assert.Equal((0.5 * 1) + 2, second.InitialReturn);
        Assert.Equal(0, next.InitialReturn);
    }

    private static Trajectory Take(StepBuffer steps, TrajectoryEnd end, params double[] rewards)
    {
        foreach (double reward in rewards)
        {
            steps.Add([0], [0], logProbability: 0, value: 0, stateBefore: [], version: default);
            steps.Reward(reward);
        }

        return steps.Take([0], [], end);
    }

    private static StepBuffer Copy(StepBuffer steps)
    {
        var writer = new MessagePackWriter();
        steps.Save(writer);
        var reader = new MessagePackReader(writer.Written);
        var copy = new StepBuffer(discount: 0.5);
        copy.Restore(ref reader);
        return copy;
    }
}
