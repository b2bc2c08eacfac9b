using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Wrappers;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Tests.Environments.Wrappers;

public sealed class WrapperTests
{
    [Fact]
    public void Monitor_reports_return_and_length_with_the_last_step_only()
    {
        var environment = new EpisodeMonitor(new TimeLimit(new Pendulum(), 3));
        float[] observation = new float[3];
        environment.Reset(1, observation);
        StepResult first = environment.Step([1], observation);
        StepResult second = environment.Step([1], observation);
        StepResult last = environment.Step([1], observation);

        Assert.Null(first.Info);
        Assert.Equal(3, last.Info![EpisodeMonitor.Length]);
        Assert.Equal(first.Reward + second.Reward + last.Reward, last.Info[EpisodeMonitor.Return]);
    }

    [Fact]
    public void Episode_that_terminates_on_the_last_step_of_its_limit_is_not_truncated()
    {
        int fallsAfter = StepsToFall(limit: 1000);

        var environment = new TimeLimit(new CartPole(), fallsAfter);
        float[] observation = new float[4];
        environment.Reset(3, observation);
        StepResult result = default;
        for (int step = 0; step < fallsAfter; step++)
        {
            result = environment.Step([1], observation);
        }

        Assert.True(result.Terminated);
        Assert.False(result.Truncated);
    }

    [Fact]
    public void Episode_cut_off_by_its_limit_accepts_no_further_step()
    {
        var environment = new TimeLimit(new Pendulum(), 1);
        float[] observation = new float[3];
        environment.Reset(1, observation);
        environment.Step([0], observation);

        Assert.Throws<InvalidOperationException>(() => environment.Step([0], observation));
    }

    [Fact]
    public void Rescaled_action_of_a_half_is_half_of_the_greatest_torque()
    {
        IEnvironment rescaled = new ActionRescale(Pendulum.Version1());
        IEnvironment plain = Pendulum.Version1();
        float[] seen = new float[3];
        float[] expected = new float[3];
        rescaled.Reset(8, seen);
        plain.Reset(8, expected);

        Assert.Equal(plain.Step([1], expected), rescaled.Step([0.5f], seen));
        Assert.Equal(expected, seen);
        Assert.Equal(plain.Step([-2], expected), rescaled.Step([-1], seen));
        Assert.Throws<ArgumentException>(() => rescaled.Step([1.5f], seen));
        Assert.Equal(1, ((BoxSpace)rescaled.ActionSpace).High[0]);
    }

    [Fact]
    public void Filtered_observation_shows_position_and_angle_only()
    {
        IEnvironment filtered = CartPole.WithoutVelocities();
        IEnvironment plain = CartPole.Version1();
        float[] seen = new float[2];
        float[] all = new float[4];
        filtered.Reset(8, seen);
        plain.Reset(8, all);
        filtered.Step([1], seen);
        plain.Step([1], all);

        Assert.Equal([all[0], all[2]], seen);
        Assert.Equal(2, filtered.ObservationSpace.Size);
    }

    private static int StepsToFall(int limit)
    {
        IEnvironment environment = new TimeLimit(new CartPole(), limit);
        float[] observation = new float[4];
        environment.Reset(3, observation);
        int steps = 1;
        while (!environment.Step([1], observation).IsLast)
        {
            steps++;
        }

        return steps;
    }
}
