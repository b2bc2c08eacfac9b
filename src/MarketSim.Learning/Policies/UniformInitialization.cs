using MarketSim.Learning.Networks;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Policies;

/// <summary>PyTorch's initialisation of linear layers: weights and biases uniform within plus or minus 1 / sqrt(inputs).</summary>
internal static class UniformInitialization
{
    public static void Fill(Mlp network, Span<float> parameters, ref RandomStream random)
    {
        foreach (Linear layer in network.Layers)
        {
            double bound = 1 / Math.Sqrt(layer.InputSize);
            FillBlock(layer.Weight.Of(parameters), bound, ref random);
            FillBlock(layer.Bias.Of(parameters), bound, ref random);
        }
    }

    private static void FillBlock(Span<float> values, double bound, ref RandomStream random)
    {
        foreach (ref float value in values)
        {
            value = (float)random.NextUniform(-bound, bound);
        }
    }
}
