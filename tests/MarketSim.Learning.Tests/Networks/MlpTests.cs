using MarketSim.Learning.Networks;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Tests.Networks;

public sealed class MlpTests
{
    private const int Rows = 5;
    private const int InputSize = 3;

    [Theory]
    [InlineData(Activation.None, Activation.None)]
    [InlineData(Activation.Tanh, Activation.None)]
    [InlineData(Activation.Tanh, Activation.Tanh)]
    [InlineData(Activation.Sigmoid, Activation.Tanh)]
    public void Backward_pass_equals_central_differences(Activation hidden, Activation output)
    {
        var layout = new ParameterLayout();
        var network = new Mlp(layout, "network", InputSize, [7, 6, 2], hidden, output);
        float[] parameters = Numbers.Normal(layout.Size, 1, 0.5);
        AssertGradients(network, layout, parameters, Numbers.Normal(Rows * InputSize, 2));
    }

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.LeakyRelu)]
    [InlineData(Activation.Elu)]
    public void Backward_pass_through_a_corner_equals_central_differences_away_from_it(Activation activation)
    {
        var layout = new ParameterLayout();
        var network = new Mlp(layout, "network", InputSize, [8, 2], activation);
        float[] parameters = Numbers.Normal(layout.Size, 1, 0.2);

        // Half of the units are far above the corner, half far below.
        Span<float> bias = network.Layers[0].Bias.Of(parameters);
        for (int i = 0; i < bias.Length; i++)
        {
            bias[i] = i % 2 == 0 ? 5 : -5;
        }

        AssertGradients(network, layout, parameters, Numbers.Normal(Rows * InputSize, 2));
    }

    [Fact]
    public void Row_does_not_change_with_its_batch()
    {
        (Mlp network, float[] parameters, _) = Policy();
        float[] input = Numbers.Normal(37 * 32, 5);
        MlpWorkspace workspace = network.CreateWorkspace();
        float[] together = network.Forward(parameters, input, 37, workspace).ToArray();
        for (int row = 0; row < 37; row++)
        {
            float[] alone = network.Forward(parameters, input.AsSpan(row * 32, 32), 1, workspace).ToArray();
            Assert.Equal(Numbers.Bits(together.AsSpan(row * 8, 8)), Numbers.Bits(alone));
        }
    }

    [Fact]
    public void Gradients_add_up_over_passes()
    {
        (Mlp network, float[] parameters, ParameterLayout layout) = Policy();
        float[] input = Numbers.Normal(4 * 32, 5);
        float[] outputGradient = Numbers.Normal(4 * 8, 6);
        float[] once = new float[layout.TrainableSize];
        float[] twice = new float[layout.TrainableSize];
        MlpWorkspace workspace = network.CreateWorkspace();
        network.Forward(parameters, input, 4, workspace);
        network.Backward(parameters, input, outputGradient, 4, once, workspace);
        network.Backward(parameters, input, outputGradient, 4, twice, workspace);
        network.Backward(parameters, input, outputGradient, 4, twice, workspace);

        for (int i = 0; i < once.Length; i++)
        {
            Assert.Equal(2 * once[i], twice[i], 1e-4f * Math.Max(1, Math.Abs(once[i])));
        }
    }

    [Fact]
    public void Gradient_in_the_input_alone_is_that_beside_the_others()
    {
        (Mlp network, float[] parameters, ParameterLayout layout) = Policy();
        float[] input = Numbers.Normal(4 * 32, 5);
        float[] outputGradient = Numbers.Normal(4 * 8, 6);
        MlpWorkspace workspace = network.CreateWorkspace();
        network.Forward(parameters, input, 4, workspace);
        float[] beside = network.Backward(parameters, input, outputGradient, 4, new float[layout.TrainableSize], workspace, wantInputGradient: true).ToArray();
        float[] alone = network.Backward(parameters, input, outputGradient, 4, [], workspace, wantInputGradient: true).ToArray();

        Assert.Equal(Numbers.Bits(beside), Numbers.Bits(alone));
    }

    private static (Mlp Network, float[] Parameters, ParameterLayout Layout) Policy()
    {
        var layout = new ParameterLayout();
        var network = new Mlp(layout, "network", 32, [64, 64, 8], Activation.Tanh);
        float[] parameters = new float[layout.Size];
        var random = new RandomStream(1, RandomPurpose.Initialization, 0, 0);
        network.Initialize(parameters, Math.Sqrt(2), 1, ref random);
        return (network, parameters, layout);
    }

    private static void AssertGradients(Mlp network, ParameterLayout layout, float[] parameters, float[] input)
    {
        MlpWorkspace workspace = network.CreateWorkspace();
        float[] weights = Numbers.Normal(Rows * network.OutputSize, 3);
        float[] gradients = new float[layout.TrainableSize];
        network.Forward(parameters, input, Rows, workspace);
        float[] inputGradient = network.Backward(parameters, input, weights, Rows, gradients, workspace, wantInputGradient: true).ToArray();
        MlpWorkspace other = network.CreateWorkspace();
        double Loss() => Numbers.Dot(network.Forward(parameters, input, Rows, other), weights);

        CentralDifferences.AssertGradient(parameters, gradients, Loss);
        CentralDifferences.AssertGradient(input, inputGradient, Loss);
    }
}
