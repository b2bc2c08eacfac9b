using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Training;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Tests.Policies;

public sealed class PolicyTests
{
    private static readonly BoxSpace Observations = BoxSpace.Unbounded(3);

    public static TheoryData<string, string, int> Cases { get; } = new()
    {
        { "PPO", "discrete", 0 },
        { "PPO", "box", 0 },
        { "PPO", "multi-discrete", 16 },
        { "A2C", "box", 16 },
        { "SAC", "discrete", 0 },
        { "SAC", "box", 0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Row_does_not_change_with_its_batch(string algorithm, string actions, int lstmSize)
    {
        IPolicy policy = Create(algorithm, actions, lstmSize);
        PolicyBatch together = Batch(policy, rows: 37, first: 0);
        policy.Act(together, deterministic: false);
        for (int row = 0; row < together.Rows; row++)
        {
            PolicyBatch alone = Batch(policy, rows: 1, first: row);
            policy.Act(alone, deterministic: false);
            Assert.Equal(alone.Actions.ToArray(), together.Action(row).ToArray());
            Assert.Equal(alone.LogProbabilities[0], together.LogProbabilities[row]);
            Assert.Equal(alone.Values[0], together.Values[row]);
            Assert.Equal(alone.States.ToArray(), together.State(row).ToArray());
            Assert.Equal(alone.Random[0].Position, together.Random[row].Position);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Copied_weights_act_alike(string algorithm, string actions, int lstmSize)
    {
        IPolicy policy = Create(algorithm, actions, lstmSize, seed: 1);
        IPolicy other = Create(algorithm, actions, lstmSize, seed: 2);
        PolicyBatch expected = Batch(policy, rows: 4, first: 0);
        PolicyBatch actual = Batch(other, rows: 4, first: 0);
        policy.Act(expected, deterministic: true);
        other.Act(actual, deterministic: true);
        Assert.NotEqual(policy.Weights.ToArray(), other.Weights.ToArray());

        policy.Weights.CopyTo(other.Weights);
        actual = Batch(other, rows: 4, first: 0);
        other.Act(actual, deterministic: true);
        Assert.Equal(expected.Actions.ToArray(), actual.Actions.ToArray());
        Assert.Equal(expected.LogProbabilities.ToArray(), actual.LogProbabilities.ToArray());
    }

    [Fact]
    public void Actions_of_soft_actor_critic_lie_within_the_bounds_of_their_box()
    {
        var box = new BoxSpace([-2, 10], [4, 11]);
        var policy = new SacOptions { HiddenSizes = [8] }.CreatePolicy(Observations, box, seed: 1);
        PolicyBatch batch = Batch(policy, rows: 500, first: 0);
        policy.Act(batch, deterministic: false);
        float lowest = float.MaxValue;
        float highest = float.MinValue;
        for (int row = 0; row < batch.Rows; row++)
        {
            Assert.True(box.Contains(batch.Action(row)));
            lowest = Math.Min(lowest, batch.Action(row)[0]);
            highest = Math.Max(highest, batch.Action(row)[0]);
        }

        Assert.True(lowest < -1 && highest > 3, $"Drawn from {lowest} to {highest}.");
    }

    [Fact]
    public void Actions_of_soft_actor_critic_need_bounds()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new SacOptions().CreatePolicy(Observations, BoxSpace.Unbounded(1), seed: 1));
        Assert.Contains("must be finite and differ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Continuous_action_is_clipped_for_the_environment_only()
    {
        var policy = new PpoOptions().CreatePolicy(Observations, BoxSpace.Uniform(1, -0.1f, 0.1f), seed: 1);
        PolicyBatch batch = Batch(policy, rows: 100, first: 0);
        policy.Act(batch, deterministic: false);
        Assert.True(batch.Actions.ContainsAnyExceptInRange(-0.1f, 0.1f));
        float[] action = [3];
        policy.ClipAction(action);
        Assert.Equal(0.1f, action[0]);
    }

    [Fact]
    public void Discrete_observation_that_is_no_choice_is_refused()
    {
        var policy = new PpoOptions().CreatePolicy(new DiscreteSpace(4), new DiscreteSpace(2), seed: 1);
        var batch = new PolicyBatch(1, 1, 0);
        batch.Resize(1);
        batch.Observations[0] = 4;
        Assert.Contains("0 to 3", Assert.Throws<ArgumentException>(() => policy.Act(batch, deterministic: true)).Message, StringComparison.Ordinal);
    }

    private static IPolicy Create(string algorithm, string actions, int lstmSize, ulong seed = 1)
    {
        Space space = actions switch
        {
            "discrete" => new DiscreteSpace(5),
            "multi-discrete" => new MultiDiscreteSpace(3, 4),
            _ => BoxSpace.Uniform(2, -1, 1),
        };
        Dictionary<string, object> parameters = new(StringComparer.Ordinal) { ["hiddenSizes"] = "24,24", ["normalizeObservations"] = true };
        if (lstmSize > 0)
        {
            parameters["lstmSize"] = lstmSize;
        }

        return LearnerFactory.CreatePolicy(algorithm, Observations, space, parameters, seed);
    }

    private static PolicyBatch Batch(IPolicy policy, int rows, int first)
    {
        var batch = new PolicyBatch(policy.ObservationSpace.Size, policy.ActionSpace.Size, policy.StateSize);
        batch.Resize(rows);
        for (int row = 0; row < rows; row++)
        {
            var random = new RandomStream(9, RandomPurpose.Test, 0, first + row);
            foreach (ref float value in batch.Observation(row))
            {
                value = (float)random.NextNormal();
            }

            foreach (ref float value in batch.State(row))
            {
                value = (float)random.NextUniform(-1, 1);
            }

            batch.Random[row] = random;
        }

        return batch;
    }
}
