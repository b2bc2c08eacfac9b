using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Monitoring;
using MarketSim.Learning.Training;
using MarketSim.Learning.Training.Callbacks;

namespace MarketSim.Learning.Tests.Algorithms;

public sealed class DivergenceTests
{
    // The first stops by the bound of weights, the second by what is no longer finite.
    public static TheoryData<string, string> Cases { get; } = new()
    {
        { "PPO", "10000" },
        { "PPO", "Infinity" },
        { "A2C", "10000" },
        { "A2C", "Infinity" },
        { "SAC", "10000" },
        { "SAC", "Infinity" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Learner_that_diverged_is_as_before_that_update_and_can_be_resumed(string name, string maximumWeight)
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("model");
        LearningAlgorithm model = LearnerFactory.Create(name, CartPoles(), Parameters(name, 1e38, maximumWeight), seed: 3);
        var before = new StateBefore();
        LearningDivergedException error = Assert.Throws<LearningDivergedException>(() => model.Learn(10_000, before));
        Assert.Contains($"{name} diverged", error.Message, StringComparison.Ordinal);
        IReadOnlyList<byte[]> after = model.Learner.SaveContents();

        // Of SAC, the progress and the replay buffer have taken the newest steps in.
        int compared = name == "SAC" ? 3 : after.Count;
        for (int part = 0; part < compared; part++)
        {
            Assert.True(before.Parts[part].AsSpan().SequenceEqual(after[part]), $"{model.Learner.PartNames[part]} differs.");
        }

        model.Save(path);
        LearningAlgorithm resumed = name switch
        {
            "PPO" => Ppo.Resume(path, CartPoles()),
            "A2C" => A2c.Resume(path, CartPoles()),
            _ => Sac.Resume(path, CartPoles()),
        };
        Assert.Equal(model.Learner.SaveContents(), resumed.Learner.SaveContents());
    }

    [Theory]
    [InlineData("PPO")]
    [InlineData("A2C")]
    [InlineData("SAC")]
    public void Learning_rate_of_a_million_is_stopped_with_the_weight_that_tells(string name)
    {
        LearningAlgorithm model = LearnerFactory.Create(name, CartPoles(), Parameters(name, 1e6, "10000"), seed: 3);
        LearningDivergedException error = Assert.Throws<LearningDivergedException>(() => model.Learn(10_000));
        Assert.Contains("beyond MaximumWeight (10000), in update 1.", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, model.Learner.Version);
    }

    [Fact]
    public void Figures_until_the_divergence_are_in_the_file()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("metrics.csv");
        using MetricsFile file = MetricsFile.Create(path);
        LearningAlgorithm model = LearnerFactory.Create("PPO", CartPoles(), Parameters("PPO", 1, "20"), seed: 3);
        Assert.Throws<LearningDivergedException>(() => model.Learn(10_000, new MetricsCallback(file)));
        long updates = model.Learner.Version;
        Assert.InRange(updates, 1, 100);
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        Assert.Contains($"train/updates,{updates}\n", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    private static Dictionary<string, object> Parameters(string name, double learningRate, string maximumWeight)
    {
        Dictionary<string, object> parameters = new(StringComparer.Ordinal)
        {
            ["learningRate"] = learningRate,
            ["maximumWeight"] = maximumWeight,
            ["hiddenSizes"] = "8",
            ["normalizeObservations"] = true,
        };
        if (name == "SAC")
        {
            parameters["batchSize"] = 8;
            parameters["replayCapacity"] = 1000;
        }
        else
        {
            parameters["normalizeRewards"] = true;
            parameters["stepsPerRollout"] = 16;
        }

        return parameters;
    }

    private static VectorEnvironment CartPoles() => new(2, static _ => CartPole.Version1());

    private sealed class StateBefore : TrainingCallback
    {
        public IReadOnlyList<byte[]> Parts { get; private set; } = [];

        public override void Begin(LearningAlgorithm algorithm, long totalSteps) => Parts = algorithm.Learner.SaveContents();

        public override bool AfterUpdate(LearningAlgorithm algorithm, TrainingProgress progress)
        {
            Parts = algorithm.Learner.SaveContents();
            return true;
        }
    }
}
