using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Tests.Algorithms;

public sealed class LearnerTests
{
    private static readonly BoxSpace Observations = BoxSpace.Uniform(2, -10, 10);
    private static readonly DiscreteSpace Actions = new(3);

    public static TheoryData<string> Names { get; } = [.. LearnerFactory.Names];

    [Theory]
    [InlineData("PPO", null)]
    [InlineData("A2C", null)]
    [InlineData("PPO", 8)]
    [InlineData("A2C", 8)]
    public void Trajectories_teach_what_the_loop_teaches_to_the_bit(string name, int? lstmSize)
    {
        const int StepsPerRow = 24;
        var parameters = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["stepsPerRollout"] = StepsPerRow,
            ["hiddenSizes"] = "8",
            ["lstmSize"] = lstmSize?.ToString() ?? "none",
            ["normalizeObservations"] = true,
            ["normalizeRewards"] = true,
        };
        LearningAlgorithm loop = LearnerFactory.Create(name, new VectorEnvironment(3, _ => CartPole.Version1()), parameters, seed: 5);
        loop.Learn(4 * 3 * StepsPerRow);

        var environment = new VectorEnvironment(3, _ => CartPole.Version1());
        ILearner learner = LearnerFactory.CreateLearner(name, environment.ObservationSpace, environment.ActionSpace, parameters, seed: 5, stepsPerUpdate: 3 * StepsPerRow);
        var actors = new Trajectories(environment, learner.Policy, StepsPerRow, seed: 5);
        for (int i = 0; i < 4; i++)
        {
            IReadOnlyDictionary<string, double> figures = learner.Learn(actors.Collect(learner.Version));
            Assert.Equal(i + 1, figures["train/updates"]);
        }

        Assert.Equal(loop.Policy.Weights.ToArray(), learner.Policy.Weights.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Learner_restored_with_steps_waiting_goes_on_to_the_bit(string name)
    {
        var parameters = new Dictionary<string, object>(StringComparer.Ordinal) { ["hiddenSizes"] = "8", ["replayCapacity"] = 50, ["batchSize"] = 8 };
        if (name != "SAC")
        {
            parameters.Remove("replayCapacity");
        }

        if (name == "A2C")
        {
            parameters.Remove("batchSize");
        }

        ILearner Create() => LearnerFactory.CreateLearner(name, Observations, Actions, parameters, seed: 3, stepsPerUpdate: 20);
        ILearner whole = Create();
        ILearner saved = Create();
        Trajectory[] trajectories = [.. Enumerable.Range(0, 30).Select(i => OfLength(7, i))];
        whole.Learn(trajectories);
        saved.Learn(trajectories[..10]);
        ILearner restored = Create();

        // Parts are found by name.
        restored.Restore([.. saved.Save().Reverse()]);
        Assert.Equal(saved.Version, restored.Version);
        restored.Learn(trajectories[10..]);
        if (name == "SAC")
        {
            // Gradient steps follow each call; the same calls give the same weights.
            whole = Create();
            whole.Learn(trajectories[..10]);
            whole.Learn(trajectories[10..]);
        }

        Assert.True(whole.Version > 0);
        AssertSame(whole.SaveContents(), restored.SaveContents());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Numbers_that_are_not_finite_are_refused_and_change_nothing(string name)
    {
        ILearner learner = LearnerFactory.CreateLearner(name, Observations, Actions, stepsPerUpdate: 7);
        IReadOnlyList<byte[]> before = learner.SaveContents();
        AssertRefused(t => t.Observations[3] = float.NaN, "observation of step 1 is NaN in element 1");
        AssertRefused(t => t.Rewards[2] = float.PositiveInfinity, "reward of step 2");
        AssertRefused(t => t.Actions[0] = float.NaN, "action of step 0");
        AssertRefused(t => t.FinalObservation[0] = float.NegativeInfinity, "final observation");
        AssertSame(before, learner.SaveContents());

        void AssertRefused(Action<Trajectory> spoil, string message)
        {
            Trajectory trajectory = OfLength(7, 0);
            spoil(trajectory);
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => learner.Learn([trajectory])).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Trajectory_of_another_shape_is_refused(string name)
    {
        ILearner learner = LearnerFactory.CreateLearner(name, Observations, Actions);
        Trajectory trajectory = OfLength(7, 0) with { Observations = new float[7 * 3] };
        Assert.Contains("21 numbers", Assert.Throws<ArgumentException>(() => learner.Learn([trajectory])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Action_that_is_no_choice_is_refused(string name)
    {
        ILearner learner = LearnerFactory.CreateLearner(name, Observations, Actions);
        Trajectory trajectory = OfLength(7, 0);
        trajectory.Actions[5] = 3;
        Assert.Contains("action of step 5 is none of the choices", Assert.Throws<ArgumentException>(() => learner.Learn([trajectory])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Learner_that_diverges_is_stopped_with_its_last_good_weights(string name)
    {
        // A rate of 1e38 overflows the weights in the first step.
        var parameters = new Dictionary<string, object>(StringComparer.Ordinal) { ["learningRate"] = 1e38 };
        if (name == "SAC")
        {
            parameters["learningStarts"] = 0;
        }

        ILearner learner = LearnerFactory.CreateLearner(name, Observations, Actions, parameters, stepsPerUpdate: 7);
        float[] before = learner.Policy.Weights.ToArray();
        LearningDivergedException error = Assert.Throws<LearningDivergedException>(() =>
        {
            for (int i = 0; i < 5; i++)
            {
                before = learner.Policy.Weights.ToArray();
                learner.Learn([OfLength(7, i)]);
            }
        });
        Assert.StartsWith($"{name} diverged", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, learner.Policy.Weights.ToArray());
        Assert.All(before, static weight => Assert.True(float.IsFinite(weight)));
    }

    [Fact]
    public void Steps_of_weights_that_are_too_old_are_dropped_and_counted()
    {
        ILearner learner = LearnerFactory.CreateLearner(
            "PPO", Observations, Actions, [KeyValuePair.Create("maximumPolicyLag", (object)1), KeyValuePair.Create("vTrace", (object)"true")], stepsPerUpdate: 7);
        learner.Learn([OfLength(7, 0)]);
        learner.Learn([OfLength(7, 1) with { PolicyVersion = 1 }]);
        Assert.Equal(2, learner.Version);
        Assert.Empty(learner.Learn([OfLength(7, 2) with { PolicyVersion = 0 }]));
        IReadOnlyDictionary<string, double> figures = learner.Learn([OfLength(4, 3) with { PolicyVersion = 1 }, OfLength(4, 4) with { PolicyVersion = 2 }]);
        Assert.Equal(7, figures["train/dropped_steps"]);
        Assert.Equal(1, figures["train/policy_lag_max"]);
        Assert.Equal(0.5, figures["train/policy_lag_mean"]);
    }

    [Theory]
    [InlineData("PPO", "A2C")]
    [InlineData("A2C", "SAC")]
    [InlineData("SAC", "PPO")]
    public void State_of_another_algorithm_is_refused(string saved, string restored)
    {
        IReadOnlyList<LearnerPart> parts = LearnerFactory.CreateLearner(saved, Observations, Actions).Save();
        ILearner learner = LearnerFactory.CreateLearner(restored, Observations, Actions);
        Assert.Throws<InvalidDataException>(() => learner.Restore(parts));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void State_of_other_spaces_is_refused_by_the_name_of_what_differs(string name)
    {
        IReadOnlyList<LearnerPart> parts = LearnerFactory.CreateLearner(name, BoxSpace.Uniform(5, -1, 1), Actions).Save();
        ILearner learner = LearnerFactory.CreateLearner(name, Observations, Actions);
        Assert.Contains("actor.0.weight [5 x", Assert.Throws<InvalidDataException>(() => learner.Restore(parts)).Message, StringComparison.Ordinal);
    }

    private static void AssertSame(IReadOnlyList<byte[]> expected, IReadOnlyList<byte[]> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.True(expected[i].AsSpan().SequenceEqual(actual[i]), $"Part {i} differs.");
        }
    }

    private static Trajectory OfLength(int length, int number) => new()
    {
        PolicyVersion = 0,
        Length = length,
        Observations = [.. Enumerable.Range(0, length * 2).Select(i => ((i + number) % 5) - 2f)],
        Actions = [.. Enumerable.Range(0, length).Select(i => (float)((i + number) % 3))],
        Rewards = [.. Enumerable.Range(0, length).Select(i => (float)((i + number) % 2))],
        LogProbabilities = [.. Enumerable.Repeat(-1.0986f, length)],
        Values = new float[length],
        FinalObservation = [1, -1],
        InitialState = [],
        FinalState = [],
        End = (TrajectoryEnd)(number % 3),
    };
}
