using MarketSim.Learning.Environments;
using MarketSim.Learning.Imitation;
using MarketSim.Learning.Imitation.Adversarial;
using MarketSim.Learning.Imitation.Aggregation;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Imitation.Rewards;

namespace MarketSim.Learning.Tests.Imitation;

/// <summary>Every method continues to the bit after it was saved, and acts the same after it was loaded.</summary>
public sealed class MethodResumeTests
{
    public static TheoryData<string, bool> Methods { get; } = new()
    {
        { ImitationMethods.Dagger, false },
        { ImitationMethods.Gail, false },
        { ImitationMethods.Gail, true },
        { ImitationMethods.Airl, false },
        { ImitationMethods.Airl, true },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public void Resumed_method_goes_on_to_the_bit(string method, bool hasMemory)
    {
        using var folder = new TemporaryFolder();
        ImitationLearning whole = New(method, hasMemory);
        whole.Train(epochs: 5, batchSize: 32);
        ImitationLearning half = New(method, hasMemory);
        half.Train(epochs: 5, batchSize: 32, new CancelAfter(3, out CancellationToken interrupt), interrupt);
        half.Save(folder.PathOf("half.model"));
        ImitationLearning resumed = ImitationLearning.Resume(folder.PathOf("half.model"), Experts.NewPendulum, new ImitationSetup { Expert = Expert(), Environments = 2 });
        Assert.Equal(3, resumed.History.Count);
        resumed.Train(epochs: 5, batchSize: 32);
        Assert.Equal(whole.Policy.Weights.ToArray(), resumed.Policy.Weights.ToArray());
        Assert.Equal(whole.History.Select(static epoch => epoch.Loss), resumed.History.Select(static epoch => epoch.Loss));
        whole.Save(folder.PathOf("whole.model"));
        resumed.Save(folder.PathOf("resumed.model"));
        Assert.Equal(File.ReadAllBytes(folder.PathOf("whole.model")), File.ReadAllBytes(folder.PathOf("resumed.model")));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Loaded_method_acts_as_before_and_begins_anew(string method, bool hasMemory)
    {
        using var folder = new TemporaryFolder();
        ImitationLearning trained = New(method, hasMemory);
        trained.Train(epochs: 3, batchSize: 32);
        trained.Save(folder.PathOf("trained.model"));
        ImitationLearning loaded = ImitationLearning.Load(folder.PathOf("trained.model"), Experts.NewPendulum, new ImitationSetup { Expert = Expert(), Environments = 2 });
        float[] observation = [0.6f, 0.8f, -1];
        Assert.Equal(trained.Predict(observation), loaded.Predict(observation));
        Assert.Empty(loaded.History);
        loaded.Train(epochs: 2, batchSize: 32);
        Assert.Equal(2, loaded.History.Count);
    }

    [Theory]
    [InlineData(ImitationMethods.Gail)]
    [InlineData(ImitationMethods.Airl)]
    public void Found_reward_is_the_same_after_it_was_saved(string method)
    {
        using var folder = new TemporaryFolder();
        ImitationLearning trained = New(method, hasMemory: false);
        trained.Train(epochs: 2);
        LearnedReward found = trained.LearnedReward!;
        found.Save(folder.PathOf("reward.safetensors"));
        IEnvironment environment = Experts.NewPendulum();
        var loaded = LearnedReward.Load(folder.PathOf("reward.safetensors"), environment.ObservationSpace, environment.ActionSpace);
        float[] before = [0.6f, 0.8f, -1];
        float[] after = [0.7f, 0.7f, -2];
        Assert.Equal(found.Of(before, [0.5f], after), loaded.Of(before, [0.5f], after));
        Assert.Equal(method == ImitationMethods.Airl, found.ShapingOf(before) != 0);
        (IReadOnlyList<RewardWeight> weights, double explained) = found.Inspect(trained.Demonstrations);
        Assert.All(weights, static weight => Assert.True(weight.Interval.Lower <= weight.Weight && weight.Weight <= weight.Interval.Upper));
        Assert.InRange(explained, -1e-6, 1);
        Assert.Throws<InvalidDataException>(() => LearnedReward.Load(folder.PathOf("reward.safetensors"), Experts.NewCartPole().ObservationSpace, Experts.NewCartPole().ActionSpace));
    }

    [Fact]
    public void Environment_of_variable_length_is_refused_unless_an_absorbing_state_is_asked_for()
    {
        IEnvironment environment = Experts.NewCartPole();
        DemonstrationSet fixedLength = DemonstrationRecorder.Record(Experts.CartPole(environment), environment, episodes: 3, seed: 1);
        var options = new ImitationOptions { Adversarial = new AdversarialOptions { FromClone = false, StepsPerRound = 64 } };
        var refused = new ImitationLearning(Experts.NewCartPole, fixedLength, ImitationMethods.Gail, options, setup: new ImitationSetup { Environments = 2 });
        string message = Assert.Throws<InvalidOperationException>(() => refused.Train(epochs: 5)).Message;
        Assert.Contains("terminate", message, StringComparison.Ordinal);
        Assert.Contains("AbsorbingState", message, StringComparison.Ordinal);
        var variable = new DemonstrationSet([fixedLength.Episodes[0], new Demonstration(2, [0, 0, 0, 0, 0, 0, 0, 0], [0, 1])], "variable.csv");
        Assert.Contains("variable.csv: episode 1 has 2 steps", Assert.Throws<ArgumentException>(() => new ImitationLearning(Experts.NewCartPole, variable, ImitationMethods.Airl)).Message, StringComparison.Ordinal);
        var absorbing = new ImitationLearning(
            Experts.NewCartPole, fixedLength, ImitationMethods.Gail, options with { Adversarial = options.Adversarial with { AbsorbingState = true } }, setup: new ImitationSetup { Environments = 2 });
        absorbing.Train(epochs: 2);
        Assert.Equal(5, absorbing.Policy.ObservationSpace.Size);
        Assert.Single(absorbing.Predict([0, 0, 0, 0]));
    }

    [Fact]
    public void Discriminator_that_tells_everything_apart_is_warned_of()
    {
        IEnvironment environment = Experts.NewPendulum();

        // An expert that does what no generator of first weights does: full torque, always.
        var expert = new MarketSim.Learning.Policies.FunctionPolicy(environment.ObservationSpace, environment.ActionSpace, static (_, action) => action[0] = 2);
        DemonstrationSet demonstrations = DemonstrationRecorder.Record(expert, environment, episodes: 3, seed: 1);
        var options = new ImitationOptions
        {
            Adversarial = new AdversarialOptions { FromClone = false, StepsPerRound = 64, GeneratorLearningRate = 0, DiscriminatorLearningRate = 0.02, DiscriminatorUpdates = 60 },
        };
        var imitation = new ImitationLearning(Experts.NewPendulum, demonstrations, ImitationMethods.Gail, options, setup: new ImitationSetup { Environments = 2 });
        ImitationResult result = imitation.Train(epochs: 12);
        Assert.True(result.Epochs[^1].Figures["discriminator_accuracy"] > 0.95);
        Assert.Contains("discriminator_accuracy", result.Epochs[^1].ToString(), StringComparison.Ordinal);
        Assert.Equal(result.Epochs.TakeLast(5).All(static epoch => epoch.Figures["discriminator_accuracy"] > 0.99), result.Warnings.Count == 1);
    }

    [Fact]
    public void Dagger_without_an_expert_is_refused()
    {
        IEnvironment environment = Experts.NewCartPole();
        DemonstrationSet demonstrations = DemonstrationRecorder.Record(Experts.CartPole(environment), environment, episodes: 2, seed: 1);
        Assert.Contains("asks the expert", Assert.Throws<ArgumentException>(() => new ImitationLearning(Experts.NewCartPole, demonstrations, "dagger")).Message, StringComparison.Ordinal);
    }

    private sealed class CancelAfter : IProgress<ImitationProgress>
    {
        private readonly CancellationTokenSource _source = new();
        private readonly int _epochs;

        public CancelAfter(int epochs, out CancellationToken interrupt)
        {
            _epochs = epochs;
            interrupt = _source.Token;
        }

        public void Report(ImitationProgress value)
        {
            if (value.Epochs >= _epochs)
            {
                _source.Cancel();
            }
        }
    }

    private static MarketSim.Learning.Policies.IPolicy Expert() => Experts.PendulumController(Experts.NewPendulum());

    private static ImitationLearning New(string method, bool hasMemory)
    {
        IEnvironment environment = Experts.NewPendulum();
        DemonstrationSet demonstrations = DemonstrationRecorder.Record(Expert(), environment, episodes: 4, seed: 1);
        var options = new ImitationOptions
        {
            Cloning = new CloningOptions { HiddenSizes = [8], LstmSize = hasMemory ? 4 : null },
            Dagger = new DaggerOptions { EpochsPerRound = 2, EpisodesPerRound = 2, ExpertShareDecay = 0.5 },
            Adversarial = new AdversarialOptions { StepsPerRound = 64, CloneEpochs = 2, GeneratorEpochs = 2, DiscriminatorHiddenSizes = [8], DiscriminatorUpdates = 3, DiscriminatorBatchSize = 32 },
        };
        return new ImitationLearning(Experts.NewPendulum, demonstrations, method, options, seed: 3, new ImitationSetup { Expert = Expert(), Environments = 2 });
    }
}
