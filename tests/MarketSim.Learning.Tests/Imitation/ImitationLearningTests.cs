using MarketSim.Learning.Environments;
using MarketSim.Learning.Imitation;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Imitation.Demonstrations;

namespace MarketSim.Learning.Tests.Imitation;

public sealed class ImitationLearningTests
{
    [Theory]
    [InlineData("mlp")]
    [InlineData("lstm")]
    public void Resumed_training_goes_on_to_the_bit(string modelType)
    {
        using var folder = new TemporaryFolder();
        string data = Record(folder);
        ImitationLearning whole = New(data, modelType);
        whole.Train(epochs: 4, batchSize: 32);
        ImitationLearning half = New(data, modelType);
        half.Train(epochs: 2, batchSize: 32);
        half.Predict([0.01f, 0, 0.02f, 0], deterministic: false);
        half.Save(folder.PathOf("half.model"));
        ImitationLearning resumed = ImitationLearning.Resume(folder.PathOf("half.model"), Experts.NewCartPole());
        Assert.Equal(2, resumed.History.Count);
        resumed.Train(epochs: 4, batchSize: 32);
        Assert.Equal(whole.Policy.Weights.ToArray(), resumed.Policy.Weights.ToArray());
        Assert.Equal(whole.History, resumed.History);
        half.Train(epochs: 4, batchSize: 32);
        half.Save(folder.PathOf("a.model"));
        resumed.Save(folder.PathOf("b.model"));
        Assert.Equal(File.ReadAllBytes(folder.PathOf("a.model")), File.ReadAllBytes(folder.PathOf("b.model")));
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("lstm")]
    public void Loaded_clone_acts_as_before(string modelType)
    {
        using var folder = new TemporaryFolder();
        ImitationLearning clone = New(Record(folder), modelType);
        clone.Train(epochs: 2);
        double[] before = [.. clone.Evaluate(numEpisodes: 4).Returns];
        clone.Save(folder.PathOf("clone.model"));
        ImitationLearning loaded = ImitationLearning.Load(folder.PathOf("clone.model"), Experts.NewCartPole());
        Assert.Empty(loaded.History);
        Assert.Equal(before, loaded.Evaluate(numEpisodes: 4, seed: ~clone.Seed).Returns);
        float[] observation = [0.3f, -0.2f, 0.1f, 0.4f];
        Assert.Equal(clone.Predict(observation), loaded.Predict(observation));
    }

    [Fact]
    public void Training_ends_early_with_the_weights_of_the_best_epoch()
    {
        IEnvironment environment = Experts.NewCartPole();
        DemonstrationSet demonstrations = DemonstrationRecorder.Record(Experts.CartPole(environment), environment, episodes: 3, seed: 1);
        var options = new ImitationOptions { Cloning = new CloningOptions { Patience = 2, LearningRate = 0.03 } };
        var imitation = new ImitationLearning(Experts.NewCartPole, demonstrations, options: options, seed: 1);
        ImitationResult result = imitation.Train(epochs: 200);
        Assert.True(result.IsDone);
        Assert.True(result.Epochs.Count < 200);
        Assert.Equal(result.Epochs.Min(static epoch => epoch.HeldOutLoss), result.Fit!.Loss);
        Assert.Equal(result.Epochs.Count, imitation.Train(epochs: 200).Epochs.Count);
    }

    [Fact]
    public void Evaluation_does_not_touch_the_training()
    {
        using var folder = new TemporaryFolder();
        string data = Record(folder);
        ImitationLearning plain = New(data, "mlp");
        ImitationLearning evaluated = New(data, "mlp");
        plain.Train(epochs: 2);
        evaluated.Train(epochs: 1);
        evaluated.Evaluate(numEpisodes: 2);
        evaluated.Train(epochs: 2);
        Assert.Equal(plain.Policy.Weights.ToArray(), evaluated.Policy.Weights.ToArray());
    }

    [Fact]
    public void Damaged_file_and_file_of_another_environment_are_refused()
    {
        using var folder = new TemporaryFolder();
        ImitationLearning clone = New(Record(folder), "mlp");
        string path = folder.PathOf("clone.model");
        clone.Save(path);
        string message = Assert.Throws<InvalidDataException>(() => ImitationLearning.Load(path, Experts.NewPendulum())).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("checksum", Assert.Throws<InvalidDataException>(() => ImitationLearning.Load(path, Experts.NewCartPole())).Message, StringComparison.Ordinal);
    }

    private static string Record(TemporaryFolder folder)
    {
        IEnvironment environment = Experts.NewCartPole();
        string path = folder.PathOf("expert.csv");
        DemonstrationFile.Write(path, DemonstrationRecorder.Record(Experts.CartPole(environment), environment, episodes: 3, seed: 1));
        return path;
    }

    private static ImitationLearning New(string data, string modelType) =>
        new(Experts.NewCartPole(), expertDataPath: data, method: "behavioral_cloning", modelType: modelType, hiddenSizes: [16, 8], seed: 5);
}
