using MarketSim.Learning.Networks;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Tests.Networks;

public sealed class OrthogonalInitializationTests
{
    [Theory]
    [InlineData(64, 64, 1.4142135623730951)]
    [InlineData(32, 64, 1.4142135623730951)]
    [InlineData(64, 8, 0.01)]
    [InlineData(64, 1, 1)]
    public void Shorter_side_is_orthogonal_with_the_gain(int rows, int columns, double gain)
    {
        float[] matrix = new float[rows * columns];
        var random = new RandomStream(3, RandomPurpose.Initialization, 0, 0);

        OrthogonalInitialization.Fill(matrix, rows, columns, gain, ref random);

        bool tall = rows >= columns;
        for (int i = 0; i < Math.Min(rows, columns); i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int k = 0; k < Math.Max(rows, columns); k++)
                {
                    sum += tall
                        ? (double)matrix[(k * columns) + i] * matrix[(k * columns) + j]
                        : (double)matrix[(i * columns) + k] * matrix[(j * columns) + k];
                }

                Assert.Equal(i == j ? gain * gain : 0, sum, 1e-6 * gain * gain);
            }
        }
    }

    [Fact]
    public void Layer_begins_with_zero_biases_and_other_seeds_with_other_weights()
    {
        var layout = new ParameterLayout();
        var layer = new Linear(layout, "layer", 5, 3);
        float[] first = new float[layout.Size];
        float[] second = new float[layout.Size];
        Array.Fill(first, 9);
        var random = new RandomStream(1, RandomPurpose.Initialization, 0, 0);
        layer.Initialize(first, 1, ref random);
        random = new RandomStream(2, RandomPurpose.Initialization, 0, 0);
        layer.Initialize(second, 1, ref random);

        Assert.All(layer.Bias.Of(first).ToArray(), bias => Assert.Equal(0, bias));
        Assert.NotEqual(layer.Weight.Of(first).ToArray(), layer.Weight.Of(second).ToArray());
    }
}
