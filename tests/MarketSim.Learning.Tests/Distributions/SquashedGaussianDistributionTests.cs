using MarketSim.Learning.Distributions;
using MarketSim.Learning.Tests.Networks;

namespace MarketSim.Learning.Tests.Distributions;

public sealed class SquashedGaussianDistributionTests
{
    private const int Rows = 4;
    private const int ActionSize = 3;

    [Fact]
    public void Backward_pass_equals_central_differences_with_its_chance_held()
    {
        var head = new SquashedGaussianDistribution(ActionSize);
        float[] outputs = Numbers.Normal(Rows * head.ParameterSize, 1, 0.5);
        float[] noise = Numbers.Normal(Rows * ActionSize, 2);
        float[] actionWeights = Numbers.Normal(Rows * ActionSize, 3);
        float[] logWeights = Numbers.Normal(Rows, 4);
        float[] actions = new float[Rows * ActionSize];
        float[] logProbabilities = new float[Rows];
        double Loss()
        {
            head.SampleFrom(outputs, noise, Rows, actions, logProbabilities);
            return Numbers.Dot(actions, actionWeights) + Numbers.Dot(logProbabilities, logWeights);
        }

        Loss();
        float[] outputGradients = new float[outputs.Length];
        head.Backward(outputs, Rows, actionWeights, logWeights, outputGradients);

        CentralDifferences.AssertGradient(outputs, outputGradients, Loss);
    }

    [Theory]
    [InlineData(-25f, -20f)]
    [InlineData(3f, 2f)]
    public void Deviation_is_held_within_its_limits_and_has_no_gradient_beyond(float output, float held)
    {
        var head = new SquashedGaussianDistribution(1);
        float[] logProbability = new float[1];
        float[] expected = new float[1];
        float[] action = new float[1];
        head.SampleFrom([0.1f, held], [0.5f], 1, action, expected);
        head.SampleFrom([0.1f, output], [0.5f], 1, action, logProbability);
        float[] gradients = new float[2];
        head.Backward([0.1f, output], 1, [1], [1], gradients);

        Assert.Equal(expected[0], logProbability[0]);
        Assert.Equal(0, gradients[1]);
        Assert.NotEqual(0, gradients[0]);
    }

    [Fact]
    public void Density_integrates_to_one_over_the_actions()
    {
        var head = new SquashedGaussianDistribution(1);
        const int points = 4000;
        float[] actions = new float[points];
        float[] outputs = new float[2 * points];
        for (int i = 0; i < points; i++)
        {
            actions[i] = (((i + 0.5f) / points) * 2) - 1;
            outputs[2 * i] = 0.3f;
            outputs[(2 * i) + 1] = -0.4f;
        }

        float[] logProbabilities = new float[points];
        head.Evaluate(outputs, actions, points, logProbabilities);

        Assert.Equal(1, logProbabilities.Sum(log => Math.Exp(log)) * 2 / points, 1e-3);
    }

    [Fact]
    public void Log_probability_of_a_draw_is_that_of_its_action_traced_back()
    {
        var head = new SquashedGaussianDistribution(ActionSize);
        float[] outputs = Numbers.Normal(200 * head.ParameterSize, 1, 0.5);
        float[] actions = new float[200 * ActionSize];
        float[] drawn = new float[200];
        head.Sample(outputs, 200, ActionDistributionTests.Streams(200), actions, drawn);
        float[] traced = new float[200];
        head.Evaluate(outputs, actions, 200, traced);

        Assert.All(actions, action => Assert.InRange(action, -1, 1));
        Assert.All(drawn.Zip(traced), pair => Assert.Equal(pair.First, pair.Second, 2e-2f));
    }

    [Fact]
    public void Entropy_by_sampling_is_that_of_the_density()
    {
        const int draws = 40_000;
        var head = new SquashedGaussianDistribution(1);
        float[] outputs = [.. Enumerable.Repeat(new[] { 0.3f, -0.4f }, draws).SelectMany(values => values)];
        float[] logProbabilities = new float[draws];
        head.Sample(outputs, draws, ActionDistributionTests.Streams(draws), new float[draws], logProbabilities);

        // Entropy = -∫ p log p, on a grid.
        const int points = 20_000;
        double entropy = 0;
        double deviation = Math.Exp(-0.4);
        for (int i = 0; i < points; i++)
        {
            double action = (((i + 0.5) / points) * 2) - 1;
            double z = (Math.Atanh(action) - 0.3) / deviation;
            double density = Math.Exp(-0.5 * z * z) / (deviation * Math.Sqrt(2 * Math.PI) * (1 - (action * action)));
            entropy -= density > 0 ? density * Math.Log(density) * 2 / points : 0;
        }

        Assert.Equal(entropy, -logProbabilities.Average(log => (double)log), 0.02);
    }

    [Fact]
    public void Mode_is_the_squashed_mean()
    {
        var head = new SquashedGaussianDistribution(1);
        float[] action = new float[1];
        head.Mode([0.5f, -1], 1, action, new float[1]);

        Assert.Equal(Math.Tanh(0.5), action[0], 1e-6);
    }
}
