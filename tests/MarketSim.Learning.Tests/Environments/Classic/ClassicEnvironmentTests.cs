using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Classic;

namespace MarketSim.Learning.Tests.Environments.Classic;

public sealed class ClassicEnvironmentTests
{
    /// <summary>One step of Gymnasium's CartPole-v1 in float64.</summary>
    [Theory]
    [InlineData(1, 0.0096, 0.17467919574755525, 0.0308, -0.24306871796000815)]
    [InlineData(0, 0.0096, -0.21553901710278936, 0.0308, 0.3419952237760392)]
    public void Cart_pole_step_is_that_of_the_reference(int action, double position, double velocity, double angle, double angularVelocity)
    {
        var environment = new CartPole();
        float[] observation = new float[4];
        environment.ResetTo(0.01, -0.02, 0.03, 0.04, observation);

        StepResult result = environment.Step([action], observation);

        Assert.Equal(position, environment.State.Position, 1e-15);
        Assert.Equal(velocity, environment.State.Velocity, 1e-15);
        Assert.Equal(angle, environment.State.Angle, 1e-15);
        Assert.Equal(angularVelocity, environment.State.AngularVelocity, 1e-15);
        Assert.Equal((float)velocity, observation[1]);
        Assert.Equal(new StepResult(1, Terminated: false, Truncated: false), result);
    }

    /// <summary>One step of Gymnasium's Pendulum-v1; the reward is that of the old state.</summary>
    [Fact]
    public void Pendulum_step_is_that_of_the_reference()
    {
        var environment = new Pendulum();
        float[] observation = new float[3];
        environment.ResetTo(1, 0.5, observation);

        StepResult result = environment.Step([1.5f], observation);

        Assert.Equal(1.0678051619302962, environment.State.Angle, 1e-15);
        Assert.Equal(1.3561032386059226, environment.State.AngularVelocity, 1e-15);
        Assert.Equal(-1.02725, result.Reward, 1e-15);
        Assert.Equal((float)Math.Cos(1.0678051619302962), observation[0]);
    }

    [Fact]
    public void Cart_pole_pushed_to_one_side_falls_within_eleven_steps_and_terminates()
    {
        IEnvironment environment = CartPole.Version1();
        float[] observation = new float[4];
        environment.Reset(3, observation);
        int steps = 0;
        StepResult result;
        do
        {
            result = environment.Step([1], observation);
            steps++;
        }
        while (!result.IsLast);

        Assert.InRange(steps, 8, 11);
        Assert.True(result.Terminated);
        Assert.False(result.Truncated);
        Assert.Throws<InvalidOperationException>(() => environment.Step([1], observation));
    }

    [Fact]
    public void Pendulum_is_truncated_after_two_hundred_steps()
    {
        IEnvironment environment = Pendulum.Version1();
        float[] observation = new float[3];
        environment.Reset(3, observation);
        for (int step = 1; step < 200; step++)
        {
            Assert.False(environment.Step([0], observation).IsLast);
        }

        StepResult last = environment.Step([0], observation);
        Assert.True(last.Truncated);
        Assert.False(last.Terminated);
    }

    [Fact]
    public void Cart_pole_that_is_balanced_is_truncated_after_five_hundred_steps()
    {
        IEnvironment environment = CartPole.Version1();
        float[] observation = new float[4];
        environment.Reset(5, observation);
        int steps = 0;
        StepResult result;
        do
        {
            float lean = observation[2] + (0.5f * observation[3]) + (0.01f * observation[0]) + (0.05f * observation[1]);
            result = environment.Step([lean > 0 ? 1 : 0], observation);
            steps++;
        }
        while (!result.IsLast);

        Assert.Equal(500, steps);
        Assert.True(result.Truncated);
    }

    [Fact]
    public void Cart_pole_starts_within_a_twentieth_of_the_centre_and_differently_for_each_seed()
    {
        var environment = new CartPole();
        var seen = new HashSet<float>();
        float[] observation = new float[4];
        for (ulong seed = 0; seed < 100; seed++)
        {
            environment.Reset(seed, observation);
            Assert.All(observation, value => Assert.InRange(value, -0.05f, 0.05f));
            seen.Add(observation[0]);
        }

        Assert.Equal(100, seen.Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0.5f)]
    [InlineData(float.NaN)]
    public void Action_of_another_space_is_refused(float action)
    {
        var environment = new CartPole();
        float[] observation = new float[4];
        environment.Reset(1, observation);

        ArgumentException exception = Assert.Throws<ArgumentException>(() => environment.Step([action], observation));
        Assert.Contains("action space", exception.Message, StringComparison.Ordinal);
    }
}
