using MarketSim.Learning.Distributions;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Persistence.Onnx;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Tests.OtherRuntimes;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Tests.Persistence.Onnx;

/// <summary>ONNX Runtime computes from the exported file what our engine computes.</summary>
public sealed class PolicyGraphTests
{
    private const int Rows = 64;
    private static readonly Dictionary<string, string> NoNotes = new(StringComparer.Ordinal);

    [Theory]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    public void Gaussian_policy_acts_alike_normalised_and_clipped(Activation activation)
    {
        var model = new Model();
        Mlp actor = model.Perceptron("actor", 5, [32, 16, 2], activation);
        var scaling = new ObservationScaling(model.Layout.AddFixed("observation.mean", 5), model.Layout.AddFixed("observation.scale", 5), 10);
        float[] parameters = model.Parameters();
        var space = new BoxSpace([-0.05f, float.NegativeInfinity], [0.02f, 0.1f]);
        float[][] observations = model.Rows(Rows, 5, deviation: 30);

        OnnxOutput action = Run(
            new PolicyDescription
            {
                ObservationSpace = BoxSpace.Unbounded(5), ActionSpace = space, Parameters = parameters, Scaling = scaling, Actor = actor, Head = ActionHead.Gaussian,
            },
            observations)["action"];

        float[] features = [.. observations.SelectMany(row => row.Select((value, i) =>
            Math.Clamp((value - scaling.Mean.Of(parameters)[i]) * scaling.Scale.Of(parameters)[i], -10, 10)))];
        float[] expected = actor.Forward(parameters, features, Rows, actor.CreateWorkspace()).ToArray();
        int clipped = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            float unclipped = expected[i];
            expected[i] = Math.Clamp(unclipped, space.Low[i % 2], space.High[i % 2]);
            clipped += expected[i] != unclipped ? 1 : 0;
        }

        Assert.InRange(clipped, 5, expected.Length - 5);
        Assert.Equal("float32", action.Type);
        Assert.Equal([Rows, 2], action.Dims);
        AssertClose(expected, action.Data);
    }

    [Fact]
    public void Squashed_policy_acts_alike_and_stretches_to_its_box()
    {
        var model = new Model();
        Mlp actor = model.Perceptron("actor", 3, [24, 24, 4], Activation.Relu);
        float[] parameters = model.Parameters();
        float[][] observations = model.Rows(Rows, 3, deviation: 4);
        var space = new BoxSpace([-2, 0], [2, 10]);

        OnnxOutput action = Run(
            new PolicyDescription
            {
                ObservationSpace = BoxSpace.Unbounded(3), ActionSpace = space, Parameters = parameters, Actor = actor, Head = ActionHead.SquashedGaussian,
            },
            observations)["action"];

        float[] outputs = actor.Forward(parameters, [.. observations.SelectMany(row => row)], Rows, actor.CreateWorkspace()).ToArray();
        float[] squashed = new float[Rows * 2];
        new SquashedGaussianDistribution(2).Mode(outputs, Rows, squashed, new float[Rows]);
        AssertClose([.. squashed.Select((value, i) => i % 2 == 0 ? 2 * value : 5 * (value + 1))], action.Data);
    }

    [Fact]
    public void Choices_are_equal_from_observed_choices_too()
    {
        var model = new Model();
        Mlp actor = model.Perceptron("actor", 9, [16, 8], Activation.Tanh);
        float[] parameters = model.Parameters();
        RandomStream random = model.Random;
        float[][] observations = [.. Enumerable.Range(0, Rows).Select(_ => new[] { (float)random.NextInt32(4), random.NextInt32(5) })];

        Dictionary<string, OnnxOutput> outputs = Run(
            new PolicyDescription
            {
                ObservationSpace = new MultiDiscreteSpace(4, 5),
                ActionSpace = new MultiDiscreteSpace(3, 1, 4),
                Parameters = parameters,
                Actor = actor,
                Head = ActionHead.Categorical,
            },
            observations);

        float[] features = [.. observations.SelectMany(row => Enumerable.Range(0, 9).Select(i => i == (int)row[0] || i == 4 + (int)row[1] ? 1f : 0f))];
        float[] logits = actor.Forward(parameters, features, Rows, actor.CreateWorkspace()).ToArray();
        float[] expected = new float[Rows * 3];
        new CategoricalDistribution(3, 1, 4).Mode(parameters, logits, Rows, expected, new float[Rows]);
        Assert.Equal("int64", outputs["action"].Type);
        Assert.Equal(expected.Select(value => (double)value), outputs["action"].Data);
        Assert.True(expected.Distinct().Count() == 4, "the choices should differ");
        AssertClose(logits, outputs["logits"].Data);
    }

    [Fact]
    public void Equal_logits_give_the_first_choice()
    {
        var model = new Model();
        Mlp actor = model.Perceptron("actor", 1, [4], Activation.Tanh);
        float[] parameters = new float[model.Layout.Size];

        OnnxOutput action = Run(
            new PolicyDescription
            {
                ObservationSpace = BoxSpace.Unbounded(1), ActionSpace = new DiscreteSpace(4), Parameters = parameters, Actor = actor, Head = ActionHead.Categorical,
            },
            [[1f]])["action"];

        Assert.Equal([0.0], action.Data);
    }

    [Fact]
    public void Memory_goes_on_alike_from_step_to_step()
    {
        const int steps = 12;
        var model = new Model();
        var lstm = new Lstm(model.Layout, "actor.lstm", 3, 7);
        Mlp actor = model.Perceptron("actor", 7, [8, 2], Activation.Tanh);
        float[] parameters = model.Parameters();
        byte[] file = PolicyGraph.Build(
            new PolicyDescription
            {
                ObservationSpace = BoxSpace.Unbounded(3),
                ActionSpace = BoxSpace.Uniform(2, -1, 1),
                Parameters = parameters,
                Memory = lstm,
                Actor = actor,
                Head = ActionHead.Gaussian,
            },
            NoNotes);
        float[][][] observations = [.. Enumerable.Range(0, steps).Select(_ => model.Rows(5, 3, deviation: 1))];
        var statesBefore = new float[steps][];
        float[] states = new float[5 * lstm.StateSize];
        LstmWorkspace memory = lstm.CreateWorkspace();
        MlpWorkspace workspace = actor.CreateWorkspace();
        var expected = new float[steps][];
        for (int step = 0; step < steps; step++)
        {
            statesBefore[step] = [.. states];
            ReadOnlySpan<float> hidden = lstm.Step(parameters, [.. observations[step].SelectMany(row => row)], 5, states, lstm.StateSize, memory);
            expected[step] = [.. actor.Forward(parameters, hidden, 5, workspace).ToArray().Select(value => Math.Clamp(value, -1, 1))];
        }

        IReadOnlyList<Dictionary<string, OnnxOutput>> outputs = OnnxRuntime.Run(file, [.. Enumerable.Range(0, steps).Select(step =>
            new Dictionary<string, float[][]>(StringComparer.Ordinal) { ["observation"] = observations[step], ["state"] = [.. statesBefore[step].Chunk(14)] })]);

        for (int step = 0; step < steps; step++)
        {
            AssertClose(expected[step], outputs[step]["action"].Data);
            AssertClose(step + 1 < steps ? statesBefore[step + 1] : states, outputs[step]["next_state"].Data);
        }
    }

    [Fact]
    public void Equal_policies_have_equal_files()
    {
        var model = new Model();
        Mlp actor = model.Perceptron("actor", 1, [4], Activation.Tanh);
        var description = new PolicyDescription
        {
            ObservationSpace = BoxSpace.Unbounded(1), ActionSpace = new DiscreteSpace(4), Parameters = model.Parameters(), Actor = actor, Head = ActionHead.Categorical,
        };

        Assert.Equal(PolicyGraph.Build(description, NoNotes), PolicyGraph.Build(description, NoNotes));
    }

    private static Dictionary<string, OnnxOutput> Run(PolicyDescription policy, float[][] observations) => OnnxRuntime.Run(
        PolicyGraph.Build(policy, NoNotes), new Dictionary<string, float[][]>(StringComparer.Ordinal) { ["observation"] = observations })[0];

    private static void AssertClose(float[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5);
        }
    }

    /// <summary>Layers with random parameters.</summary>
    private sealed class Model
    {
        private RandomStream _random = new(11, RandomPurpose.Initialization, 0, 0);

        public ParameterLayout Layout { get; } = new();

        public RandomStream Random => _random;

        public Mlp Perceptron(string name, int inputSize, int[] sizes, Activation activation) => new(Layout, name, inputSize, sizes, activation);

        public float[] Parameters() => Numbers(Layout.Size, 0.3);

        public float[][] Rows(int rows, int size, double deviation) => [.. Enumerable.Range(0, rows).Select(_ => Numbers(size, deviation))];

        private float[] Numbers(int count, double deviation)
        {
            float[] numbers = new float[count];
            foreach (ref float number in numbers.AsSpan())
            {
                number = (float)_random.NextNormal(0, deviation);
            }

            return numbers;
        }
    }
}
