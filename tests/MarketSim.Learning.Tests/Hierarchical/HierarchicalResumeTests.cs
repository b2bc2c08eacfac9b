using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Hierarchical.Rewards;
using MarketSim.Learning.Tests.Algorithms;
using MarketSim.Learning.Tests.Training;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Tests.Hierarchical;

public sealed class HierarchicalResumeTests : IDisposable
{
    private static readonly Dictionary<string, object> Ppo = new(StringComparer.Ordinal)
    {
        ["stepsPerRollout"] = 30, ["batchSize"] = 32, ["epochs"] = 2, ["hiddenSizes"] = new[] { 8 }, ["learningRate"] = "lin_1e-3",
    };

    private static readonly Dictionary<string, object> Recurrent = new(Ppo, StringComparer.Ordinal) { ["lstmSize"] = 4 };

    private static readonly Dictionary<string, object> Sac = new(StringComparer.Ordinal)
    {
        ["learningStarts"] = 20, ["batchSize"] = 8, ["hiddenSizes"] = new[] { 8 }, ["replayCapacity"] = 200,
    };

    private static readonly Dictionary<string, HierarchicalSettings> Cases = new(StringComparer.Ordinal)
    {
        ["fixed length"] = new() { OptionLength = 7, MetaParameters = Ppo, OptionParameters = Ppo },
        ["picked durations, memory at both levels"] = new() { Termination = OptionTermination.Duration, MetaParameters = Recurrent, OptionParameters = Recurrent },
        ["termination head"] = new() { Termination = OptionTermination.Head, OptionLength = 20, MetaParameters = Ppo, OptionParameters = Ppo },
        ["A2C over SAC"] = new() { MetaModelType = "A2C", OptionModelType = "SAC", OptionLength = 7, OptionParameters = Sac },
        ["SAC over PPO"] = new() { MetaModelType = "SAC", MetaParameters = Sac, OptionParameters = Ppo, Termination = OptionTermination.Duration },
        ["SAC over SAC"] = new() { MetaModelType = "SAC", OptionModelType = "SAC", MetaParameters = Sac, OptionParameters = Sac, OptionLength = 3 },
        ["rewards of the user's own"] = new() { OptionLength = 7, MetaParameters = Ppo, OptionParameters = Ppo, OptionRewards = Rewards },
    };

    private readonly TemporaryFolder _folder = new();

    private static OptionReward[] Rewards =>
    [
        OptionReward.None,
        OptionReward.Of("upright", static (in OptionStep step) => -Math.Abs(step.Observation[2]), 0.5),
        OptionReward.Of("centred", static (in OptionStep step) => -Math.Abs(step.Observation[0]), 0.5),
    ];

    public static TheoryData<string> Names { get; } = [.. Cases.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Resumed_in_the_middle_of_an_option_it_equals_an_uninterrupted_training_to_the_bit(string name)
    {
        const int steps = 1_200;
        HierarchicalSettings settings = Cases[name] with { UsageWindow = 200 };
        HierarchicalRL whole = Create(settings);
        Assert.True(whole.Train(steps));

        HierarchicalRL first = Create(settings);
        Assert.False(first.Train(steps, progress: null, new InterruptAfter(steps / 3)));
        Assert.Contains(Enumerable.Range(0, 3), row => HierarchicalPolicy.StepsLeft(StateOf(first, row)) > 0);
        string path = _folder.PathOf("half.model");
        first.Save(path);

        // An evaluation in between leaves no trace.
        first.Evaluate(numEpisodes: 2);

        HierarchicalRL resumed = HierarchicalRL.Resume(path, Vector(), change => change with { OptionRewards = settings.OptionRewards });
        Assert.Equal(first.Steps, resumed.Steps);
        Assert.True(resumed.Train(steps));
        Assert.True(first.Train(steps));
        AssertSame(whole, resumed);
        AssertSame(whole, first);
        Assert.NotEmpty(whole.OptionUsage);
        Assert.Equal(whole.OptionUsage.Select(row => row.Entropy), resumed.OptionUsage.Select(row => row.Entropy));
    }

    [Fact]
    public void A_loaded_model_acts_as_the_saved_one_and_counts_its_steps_from_0()
    {
        HierarchicalRL trained = Create(Cases["termination head"]);
        trained.Train(600);
        string path = _folder.PathOf("whole.model");
        trained.Save(path);
        HierarchicalRL loaded = HierarchicalRL.Load(path, CartPole.Version1());

        Assert.Equal(0, loaded.Steps);
        Assert.Equal(trained.Policy.Weights.ToArray(), loaded.Policy.Weights.ToArray());
        Assert.Equal(trained.Evaluate(numEpisodes: 4, seed: 3).Returns, loaded.Evaluate(numEpisodes: 4, seed: 3).Returns);
    }

    [Fact]
    public void Weights_written_to_the_policy_as_one_span_act()
    {
        HierarchicalRL one = Create(Cases["termination head"]);
        one.Train(600);
        HierarchicalRL other = Create(Cases["termination head"], seed: 8);
        one.Policy.Weights.CopyTo(other.Policy.Weights);

        Assert.Equal(one.Evaluate(numEpisodes: 3, seed: 3).Returns, other.Evaluate(numEpisodes: 3, seed: 3).Returns);
    }

    [Fact]
    public void A_model_with_a_function_as_reward_is_refused_without_it()
    {
        HierarchicalRL trained = Create(Cases["rewards of the user's own"]);
        trained.Train(100);
        string path = _folder.PathOf("own.model");
        trained.Save(path);

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => HierarchicalRL.Resume(path, Vector()));
        Assert.Contains("'upright'", error.Message, StringComparison.Ordinal);
        Assert.Contains("OptionRewards", error.Message, StringComparison.Ordinal);
    }

    private static ReadOnlySpan<float> StateOf(HierarchicalRL model, int row) =>
        model.Runner.States.Slice(row * model.Policy.StateSize, model.Policy.StateSize);

    private static HierarchicalRL Create(HierarchicalSettings settings, ulong seed = 7) => new(Vector(), settings, seed);

    private static VectorEnvironment Vector() => new(3, _ => CartPole.Version1());

    private static void AssertSame(HierarchicalRL expected, HierarchicalRL actual)
    {
        Assert.Equal(expected.Steps, actual.Steps);
        IReadOnlyList<byte[]> expectedParts = expected.Learner.SaveContents();
        IReadOnlyList<byte[]> actualParts = actual.Learner.SaveContents();
        for (int i = 0; i < expectedParts.Count; i++)
        {
            Assert.True(expectedParts[i].AsSpan().SequenceEqual(actualParts[i]), $"Part {expected.Learner.PartNames[i]} differs.");
        }

        Assert.True(expected.SaveTraining().AsSpan().SequenceEqual(actual.SaveTraining()), "The state of environments, options under way or random streams differs.");
    }
}
