using MarketSim.Learning.Distributions;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Tests.Networks;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Tests.Distributions;

public sealed class ActionDistributionTests
{
    private const int Rows = 4;

    public static TheoryData<Space> Spaces => new(new DiscreteSpace(5), new MultiDiscreteSpace(3, 2, 4), BoxSpace.Unbounded(3));

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Backward_pass_equals_central_differences(Space space)
    {
        (ActionDistribution head, ParameterLayout layout, float[] parameters) = Head(space);
        float[] outputs = Numbers.Normal(Rows * head.ParameterSize, 1);
        float[] actions = Draw(head, parameters, outputs, Rows);
        float[] logWeights = Numbers.Normal(Rows, 2);
        float[] entropyWeights = Numbers.Normal(Rows, 3);
        float[] logProbabilities = new float[Rows];
        float[] entropies = new float[Rows];
        double Loss()
        {
            head.Evaluate(new ActionRows(parameters, outputs, actions, Rows), logProbabilities, entropies);
            return Numbers.Dot(logProbabilities, logWeights) + Numbers.Dot(entropies, entropyWeights);
        }

        Loss();
        float[] gradients = new float[layout.TrainableSize];
        float[] outputGradients = new float[outputs.Length];
        head.Backward(new ActionRows(parameters, outputs, actions, Rows), logWeights, entropyWeights, gradients, outputGradients);

        CentralDifferences.AssertGradient(outputs, outputGradients, Loss);
        if (gradients.Length > 0)
        {
            CentralDifferences.AssertGradient(parameters, gradients, Loss);
        }
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Entropy_is_the_mean_of_minus_the_log_probability(Space space)
    {
        const int draws = 40_000;
        (ActionDistribution head, _, float[] parameters) = Head(space);
        float[] row = Numbers.Normal(head.ParameterSize, 1);
        float[] outputs = [.. Enumerable.Repeat(row, draws).SelectMany(values => values)];
        float[] actions = Draw(head, parameters, outputs, draws);
        float[] logProbabilities = new float[draws];
        float[] entropies = new float[draws];
        head.Evaluate(new ActionRows(parameters, outputs, actions, draws), logProbabilities, entropies);

        double mean = -logProbabilities.Average(value => (double)value);
        double error = Math.Sqrt(logProbabilities.Average(value => Math.Pow(value + mean, 2)) / draws);
        Assert.InRange(entropies[0], mean - (4 * error), mean + (4 * error));
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Draws_have_the_log_probability_that_evaluation_gives_to_the_bit(Space space)
    {
        const int rows = 33;
        (ActionDistribution head, _, float[] parameters) = Head(space);
        float[] outputs = Numbers.Normal(rows * head.ParameterSize, 1);
        float[] actions = new float[rows * head.ActionSize];
        float[] drawn = new float[rows];
        head.Sample(parameters, outputs, rows, Streams(rows), actions, drawn);
        for (int i = 0; i < rows; i++)
        {
            // Each alone: neither its random numbers nor its arithmetic comes from the batch.
            float[] action = new float[head.ActionSize];
            float[] evaluated = new float[1];
            ReadOnlySpan<float> own = outputs.AsSpan(i * head.ParameterSize, head.ParameterSize);
            head.Sample(parameters, own, 1, Streams(rows).AsSpan(i, 1), action, evaluated);
            Assert.Equal(actions[(i * head.ActionSize)..((i + 1) * head.ActionSize)], action);
            head.Evaluate(new ActionRows(parameters, own, action, 1), evaluated, new float[1]);
            Assert.Equal(Numbers.Bits(drawn.AsSpan(i, 1)), Numbers.Bits(evaluated));
        }
    }

    [Fact]
    public void Categorical_draws_come_as_often_as_their_probabilities_say()
    {
        const int draws = 50_000;
        var head = new CategoricalDistribution(3);
        float[] row = [0, (float)Math.Log(2), (float)Math.Log(7)];
        float[] actions = Draw(head, [], [.. Enumerable.Repeat(row, draws).SelectMany(values => values)], draws);

        Assert.Equal(0.1, actions.Count(action => action == 0) / (double)draws, 0.006);
        Assert.Equal(0.2, actions.Count(action => action == 1) / (double)draws, 0.008);
        Assert.Equal(0.7, actions.Count(action => action == 2) / (double)draws, 0.01);
    }

    [Fact]
    public void Impossible_choice_is_never_drawn_and_spoils_no_entropy()
    {
        var head = new CategoricalDistribution(3);
        float[] outputs = [.. Enumerable.Repeat(new[] { 1f, 1f, float.NegativeInfinity }, 500).SelectMany(values => values)];
        float[] actions = Draw(head, [], outputs, 500);
        float[] entropies = new float[500];
        head.Evaluate(new ActionRows([], outputs, actions, 500), new float[500], entropies);

        Assert.DoesNotContain(2f, actions);
        Assert.Equal(Math.Log(2), entropies[0], 1e-6);
    }

    [Fact]
    public void Mode_is_the_likeliest_action()
    {
        var head = new CategoricalDistribution(3, 2);
        float[] actions = new float[2];
        float[] logProbability = new float[1];
        head.Mode([], [1, 3, 2, 0.5f, 0.25f], 1, actions, logProbability);

        Assert.Equal([1f, 0f], actions);
        double expected = 3 - Math.Log(Math.Exp(1) + Math.Exp(3) + Math.Exp(2)) + 0.5 - Math.Log(Math.Exp(0.5) + Math.Exp(0.25));
        Assert.Equal(expected, logProbability[0], 1e-6);
    }

    [Fact]
    public void Gaussian_draws_have_the_mean_and_deviation_of_their_head()
    {
        const int draws = 40_000;
        var layout = new ParameterLayout();
        var head = new DiagonalGaussianDistribution(layout, "actor", 1, initialLogStandardDeviation: -1);
        float[] parameters = new float[layout.Size];
        head.Initialize(parameters);
        float[] outputs = new float[draws];
        Array.Fill(outputs, 0.75f);
        float[] actions = Draw(head, parameters, outputs, draws);

        double mean = actions.Average(value => (double)value);
        Assert.Equal(0.75, mean, 0.008);
        Assert.Equal(Math.Exp(-1), Math.Sqrt(actions.Average(value => Math.Pow(value - mean, 2))), 0.006);
    }

    [Fact]
    public void Loss_over_all_probabilities_goes_back_as_central_differences_say()
    {
        var head = new CategoricalDistribution(3, 2);
        float[] outputs = Numbers.Normal(Rows * head.ParameterSize, 1);
        float[] weights = Numbers.Normal(outputs.Length, 2);
        float[] probabilities = new float[outputs.Length];
        float[] logProbabilities = new float[outputs.Length];
        double Loss()
        {
            head.Probabilities(outputs, Rows, probabilities, logProbabilities);
            return Numbers.Dot(probabilities, weights);
        }

        Loss();
        float[] outputGradients = new float[outputs.Length];
        head.BackwardOfProbabilities(probabilities, weights, Rows, outputGradients);

        CentralDifferences.AssertGradient(outputs, outputGradients, Loss);
    }

    internal static RandomStream[] Streams(int rows) =>
        [.. Enumerable.Range(0, rows).Select(row => new RandomStream(11, RandomPurpose.ActionSampling, 0, row))];

    private static (ActionDistribution Head, ParameterLayout Layout, float[] Parameters) Head(Space space)
    {
        var layout = new ParameterLayout();
        var head = ActionDistribution.For(space, layout, "actor");
        return (head, layout, Numbers.Normal(layout.Size, 9, 0.3));
    }

    private static float[] Draw(ActionDistribution head, float[] parameters, float[] outputs, int rows)
    {
        float[] actions = new float[rows * head.ActionSize];
        head.Sample(parameters, outputs, rows, Streams(rows), actions, new float[rows]);
        return actions;
    }
}
