using MarketSim.Learning.Distributions;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Tests.Networks;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Tests.Distributions;

public sealed class StateDependentNoiseTests
{
    private const int Rows = 4;
    private const int LatentSize = 5;
    private const int ActionSize = 2;

    [Fact]
    public void Backward_pass_of_the_gaussian_equals_central_differences()
    {
        (StateDependentGaussianDistribution head, float[] parameters) = Head(sampleFrequency: 1);
        head.TakeLatents(Numbers.Normal(Rows * LatentSize, 4));
        float[] outputs = Numbers.Normal(Rows * ActionSize, 1);
        float[] actions = Numbers.Normal(Rows * ActionSize, 5);
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
        float[] gradients = new float[parameters.Length];
        float[] outputGradients = new float[outputs.Length];
        head.Backward(new ActionRows(parameters, outputs, actions, Rows), logWeights, entropyWeights, gradients, outputGradients);

        CentralDifferences.AssertGradient(outputs, outputGradients, Loss);
        CentralDifferences.AssertGradient(parameters, gradients, Loss);
    }

    [Fact]
    public void Draws_have_the_mean_and_the_deviation_that_the_density_says()
    {
        const int draws = 40_000;
        (StateDependentGaussianDistribution head, float[] parameters) = Head(sampleFrequency: 1);
        float[] latent = Numbers.Normal(LatentSize, 4);
        head.TakeLatents(latent);
        var random = new RandomStream(1, RandomPurpose.Test, 0, 0);
        float[] action = new float[ActionSize];
        float[] logProbability = new float[1];
        double squares = 0, logs = 0;
        for (int i = 0; i < draws; i++)
        {
            head.Sample(parameters, [0.5f, 0], 1, new Span<RandomStream>(ref random), action, logProbability);
            squares += Math.Pow(action[0] - 0.5, 2);
            logs += logProbability[0];
        }

        double variance = latent.Select((value, i) => Math.Pow(value * Math.Exp(parameters[i * ActionSize]), 2)).Sum() + 1e-6;
        float[] entropy = new float[1];
        head.Evaluate(new ActionRows(parameters, [0.5f, 0], action, 1), logProbability, entropy);
        Assert.Equal(1, squares / draws / variance, 0.03);
        Assert.Equal(entropy[0], -logs / draws, 0.03);
    }

    [Fact]
    public void Noise_is_the_same_in_the_same_state_until_it_is_drawn_anew()
    {
        (StateDependentGaussianDistribution head, float[] parameters) = Head(sampleFrequency: 3);
        float[] latent = Numbers.Normal(LatentSize, 4);
        RandomStream[] random = [new(1, RandomPurpose.Test, 0, 7), new(1, RandomPurpose.Test, 0, 8)];
        var noise = new List<(float First, float Second)>();
        float[] actions = new float[2 * ActionSize];
        for (int step = 0; step < 9; step++)
        {
            head.TakeLatents([.. latent, .. latent]);
            head.Sample(parameters, new float[2 * ActionSize], 2, random, actions, new float[2]);
            noise.Add((actions[0], actions[ActionSize]));
        }

        Assert.Equal(3, noise.Distinct().Count());
        Assert.Equal(noise[0], noise[2]);
        Assert.NotEqual(noise[2], noise[3]);
        Assert.NotEqual(noise[0].First, noise[0].Second);
    }

    [Fact]
    public void Row_draws_the_same_alone_and_in_company_and_from_its_position_again()
    {
        (StateDependentGaussianDistribution head, float[] parameters) = Head(sampleFrequency: 2);
        float[] latents = Numbers.Normal(Rows * LatentSize, 4);
        float[] means = Numbers.Normal(Rows * ActionSize, 5);
        RandomStream[] random = [.. Enumerable.Range(0, Rows).Select(row => new RandomStream(3, RandomPurpose.Test, 0, row, 12))];
        float[] together = new float[Rows * ActionSize];
        head.TakeLatents(latents);
        head.Sample(parameters, means, Rows, random, together, new float[Rows]);
        for (int row = 0; row < Rows; row++)
        {
            float[] alone = new float[ActionSize];
            head.TakeLatents(latents.AsSpan(row * LatentSize, LatentSize));
            head.Sample(parameters, means.AsSpan(row * ActionSize, ActionSize), 1, [new RandomStream(3, RandomPurpose.Test, 0, row, 12)], alone, new float[1]);
            Assert.Equal(together.AsSpan(row * ActionSize, ActionSize).ToArray(), alone);
        }
    }

    private static (StateDependentGaussianDistribution Head, float[] Parameters) Head(int sampleFrequency)
    {
        var layout = new ParameterLayout();
        var head = new StateDependentGaussianDistribution(layout, "actor", LatentSize, ActionSize, -0.5, sampleFrequency);
        float[] parameters = Numbers.Normal(layout.Size, 9, 0.3);
        return (head, parameters);
    }
}
