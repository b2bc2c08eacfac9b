using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Training;
using MarketSim.Numerics.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace MarketSim.Learning.Torch.Tests;

public sealed class FeatureExtractorTests
{
    private const int Steps = 5;
    private const int Levels = 4;
    private const int Passing = 3;
    private const int InputSize = Passing + (Steps * Levels * 4);

    private static readonly TorchEngine Torch = new();

    public static TheoryData<string> Descriptions { get; } =
    [
        BookExtractor.LobCnn(Steps, Levels, size: 16).Description, BookExtractor.Transformer(Steps, Levels, size: 16, layers: 2).Description,
    ];

    /// <summary>The promise that placement relies on: an agent's action is the same for any agents that share its partition.</summary>
    [Theory]
    [MemberData(nameof(Descriptions))]
    public void Row_acts_with_the_same_bits_in_every_batch_and_at_every_place(string description)
    {
        ActorCriticPolicy policy = PolicyOf(description, seed: 3);
        var random = new RandomStream(1, RandomPurpose.Test, 0, 0);
        float[] row = Draw(InputSize, ref random);
        (float Value, float LogProbability)? expected = null;
        var batch = new PolicyBatch(InputSize, 1, 0);
        foreach (int rows in (ReadOnlySpan<int>)[1, 2, 7, 8, 9, 16, 33, 100])
        {
            for (int round = 0; round < 5; round++)
            {
                batch.Resize(rows);
                Draw(rows * InputSize, ref random).CopyTo(batch.Observations);
                int place = random.NextInt32(rows);
                row.CopyTo(batch.Observation(place));
                policy.Act(batch, deterministic: true);
                (float, float) actual = (batch.Values[place], batch.LogProbabilities[place]);
                expected ??= actual;
                Assert.Equal(expected, actual);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Descriptions))]
    public void Gradients_agree_with_differences_of_the_output(string description)
    {
        (BranchedNetwork network, float[] parameters, int trained) = NetworkOf(description, seed: 5);
        var random = new RandomStream(2, RandomPurpose.Test, 0, 0);
        const int rows = 6;
        float[] features = Draw(rows * InputSize, ref random);
        float[] outputGradient = Draw(rows * 2, ref random);
        INetworkPass pass = Torch.CreatePass(network);
        pass.Forward(parameters, new NetworkInput(features, rows));
        outputGradient.CopyTo(pass.OutputGradient(0));
        float[] gradients = new float[trained];
        float[] inputGradients = pass.Backward(parameters, new NetworkInput(features, rows), gradients, wantInputGradient: true).ToArray();
        double errors = 0;
        double changes = 0;
        for (int direction = 0; direction < 30; direction++)
        {
            float[] towards = Draw(parameters.Length, ref random);
            float[] featuresTowards = Draw(features.Length, ref random);
            const float step = 1e-3f;
            double difference = (Loss(step) - Loss(-step)) / (2 * step);
            double expected = Dot(gradients, towards) + Dot(inputGradients, featuresTowards);
            errors += Math.Abs(difference - expected);
            changes += Math.Abs(expected);

            double Loss(float along)
            {
                pass.Forward(Moved(parameters, towards, along), new NetworkInput(Moved(features, featuresTowards, along), rows), differentiable: false);
                return Dot(pass.Output(0).ToArray(), outputGradient);
            }
        }

        // In single precision, and with kinks on the way: a gradient that is missing or misplaced is off by as much as the change itself.
        Assert.InRange(errors / changes, 0, 0.05);
    }

    /// <summary>An update's gradients arrive at every block, those of the extractor too.</summary>
    [Theory]
    [MemberData(nameof(Descriptions))]
    public void Update_moves_every_block_of_the_weights(string description)
    {
        var model = new Ppo(BookEnvironments(), OptionsOf(description), 1, engine: Torch);
        float[] before = model.Policy.Weights.ToArray();
        model.Learn(1);
        ParameterLayout layout = ((ActorCriticPolicy)model.Policy).Layout;
        Assert.All(layout.Blocks, block => Assert.False(block.Of(before).SequenceEqual(block.Of(model.Policy.Weights)), block.Name));
        Assert.Contains(layout.Blocks, static block => block.Name.StartsWith("extractor.", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Descriptions))]
    public void Side_that_is_the_larger_in_the_book_is_learned(string description)
    {
        var model = new Ppo(
            BookEnvironments(),
            OptionsOf(description) with { StepsPerRollout = 128, BatchSize = 64, Epochs = 4, LearningRate = 3e-3, Gamma = 0 },
            seed: 1,
            engine: Torch);
        model.Learn(2_048);
        EvaluationResult result = model.Evaluate(BookEnvironments(), episodes: 20);
        Assert.True(result.MeanReturn >= 0.9 * LargerSide.Length, $"{result.MeanReturn} of {LargerSide.Length}");
    }

    [Theory]
    [MemberData(nameof(Descriptions))]
    public void Training_resumes_to_the_bit_and_the_engine_knows_the_layers_by_name(string description)
    {
        using var folder = new TemporaryFolder();
        var whole = new Ppo(BookEnvironments(), OptionsOf(description), 4, engine: Torch);
        whole.Learn(256);
        var first = new Ppo(BookEnvironments(), OptionsOf(description), 4, engine: Torch);
        first.Learn(128);
        first.Save(folder.PathOf("model"));
        Ppo resumed = Ppo.Resume(folder.PathOf("model"), BookEnvironments(), engine: new TorchEngine());
        resumed.Learn(256);
        Assert.Equal(whole.Policy.Weights.ToArray(), resumed.Policy.Weights.ToArray());
        Assert.Contains(
            description,
            Assert.Throws<ArgumentException>(() => Ppo.Resume(folder.PathOf("model"), BookEnvironments())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Module_of_the_users_own_computes_what_the_same_layers_of_the_managed_engine_do()
    {
        var options = new PpoOptions { StepsPerRollout = 16, BatchSize = 32, Epochs = 2, HiddenSizes = [] };
        var own = new ModuleExtractor("one layer", static inputs => nn.Sequential(nn.Linear(inputs, 24), nn.Tanh()));
        var module = new A2cLearner(CartPoles().ObservationSpace, CartPoles().ActionSpace, A2cOf([], own), engine: Torch);
        var managed = new A2cLearner(CartPoles().ObservationSpace, CartPoles().ActionSpace, A2cOf([24], extractor: null));

        // Torch keeps a layer's weights as [outputs, inputs], the managed engine as [inputs, outputs]; here both branches of it begin with equal layers.
        ParameterLayout theirs = module.ActorCritic.Layout;
        ParameterLayout ours = managed.ActorCritic.Layout;
        float[] weight = theirs["extractor.0.weight"].Of(module.Policy.Weights).ToArray();
        foreach (string branch in (ReadOnlySpan<string>)["actor", "critic"])
        {
            Span<float> target = ours[branch + ".0.weight"].Of(managed.Policy.Weights);
            for (int input = 0; input < 4; input++)
            {
                for (int output = 0; output < 24; output++)
                {
                    target[(input * 24) + output] = weight[(output * 4) + input];
                }
            }

            theirs[branch + ".0.weight"].Of(module.Policy.Weights).CopyTo(ours[branch + ".1.weight"].Of(managed.Policy.Weights));
        }

        var random = new RandomStream(3, RandomPurpose.Test, 0, 0);
        var batch = new PolicyBatch(4, 1, 0);
        batch.Resize(13);
        Draw(13 * 4, ref random).CopyTo(batch.Observations);
        module.Policy.Act(batch, deterministic: true);
        float[] values = batch.Values.ToArray();
        managed.Policy.Act(batch, deterministic: true);
        Assert.InRange(Differences.Relative<float>(values, batch.Values.ToArray()), 0, 1e-5);
        Assert.True(values.Distinct().Count() > 10);

        var model = new Ppo(CartPoles(), options with { Extractor = own }, 2, engine: new TorchEngine(extractors: own));
        model.Learn(64);
        using var folder = new TemporaryFolder();
        model.Save(folder.PathOf("model"));
        Assert.Equal(
            model.Policy.Weights.ToArray(), Ppo.Resume(folder.PathOf("model"), CartPoles(), engine: new TorchEngine(extractors: own)).Policy.Weights.ToArray());
        Assert.Contains("one layer", Assert.Throws<ArgumentException>(() => Ppo.Resume(folder.PathOf("model"), CartPoles(), engine: Torch)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_are_refused_where_they_do_not_fit_by_name()
    {
        PpoOptions options = OptionsOf(BookExtractor.LobCnn(Steps, Levels).Description);
        Assert.Contains(
            "managed engine does not know", Assert.Throws<NotSupportedException>(() => new Ppo(BookEnvironments(), options)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "reads a book of 80 numbers", Assert.Throws<ArgumentException>(() => new Ppo(CartPoles(), options, engine: Torch)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "LstmSize", Assert.Throws<ArgumentException>(() => new Ppo(BookEnvironments(), options with { LstmSize = 8 }, engine: Torch)).Message, StringComparison.Ordinal);
        var transposing = new ModuleExtractor("scalar", static _ => nn.Flatten(0, 1));
        Assert.Contains(
            "one row of numbers for each row", Assert.Throws<ArgumentException>(() => new Ppo(CartPoles(), options with { Extractor = transposing }, engine: Torch)).Message, StringComparison.Ordinal);
        Assert.Contains("multiple of 4", Assert.Throws<ArgumentException>(() => BookExtractor.Transformer(Steps, Levels, size: 6)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Descriptions))]
    public void Number_of_live_tensors_is_flat_over_100_updates(string description)
    {
        var model = new Ppo(BookEnvironments(), OptionsOf(description) with { StepsPerRollout = 4, BatchSize = 8, Epochs = 1 }, 4, engine: Torch);
        model.Learn(40);
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        model.Learn(40 + (100 * 8));
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static PpoOptions OptionsOf(string description) =>
        new() { StepsPerRollout = 32, BatchSize = 32, Epochs = 2, HiddenSizes = [16], Extractor = Torch.FindExtractor(description) };

    private static A2cOptions A2cOf(int[] hidden, FeatureExtractor? extractor) => new() { HiddenSizes = hidden, Extractor = extractor };

    private static ActorCriticPolicy PolicyOf(string description, ulong seed) =>
        OptionsOf(description).CreatePolicy(BoxSpace.Uniform(InputSize, -5, 5), new DiscreteSpace(3), seed);

    private static (BranchedNetwork Network, float[] Parameters, int Trained) NetworkOf(string description, ulong seed)
    {
        var layout = new ParameterLayout();
        ExtractorLayers layers = Torch.FindExtractor(description)!.AddTo(layout, InputSize);
        var network = new BranchedNetwork(layers, new NetworkBranch(layout, "actor", layers.OutputSize, lstmSize: null, [8, 2], Activation.Tanh));
        var random = new RandomStream(seed, RandomPurpose.Test, 1, 0);
        float[] parameters = Draw(layout.Size, ref random);
        layers.Initialize(parameters, ref random);
        return (network, parameters, layout.TrainableSize);
    }

    private static VectorEnvironment BookEnvironments() => new(2, static _ => new LargerSide(Steps, Levels, Passing));

    private static VectorEnvironment CartPoles() => new(2, static _ => CartPole.Version1());

    private static float[] Moved(float[] values, float[] towards, float along)
    {
        float[] moved = [.. values];
        for (int i = 0; i < moved.Length; i++)
        {
            moved[i] += along * towards[i];
        }

        return moved;
    }

    private static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += (double)left[i] * right[i];
        }

        return sum;
    }

    private static float[] Draw(int length, ref RandomStream random)
    {
        float[] values = new float[length];
        foreach (ref float value in values.AsSpan())
        {
            value = (float)(0.3 * random.NextNormal());
        }

        return values;
    }
}
