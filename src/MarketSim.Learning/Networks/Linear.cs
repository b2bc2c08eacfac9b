using MarketSim.Numerics.Dense;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Networks;

/// <summary>A linear layer: output = input · weight + bias. It holds no numbers, only where they lie in a model's parameters.</summary>
public sealed class Linear
{
    /// <summary>Adds its blocks to the layout.</summary>
    public Linear(ParameterLayout layout, string name, int inputSize, int outputSize)
    {
        Weight = layout.AddTrainable($"{name}.weight", inputSize, outputSize);
        Bias = layout.AddTrainable($"{name}.bias", outputSize);
        InputSize = inputSize;
        OutputSize = outputSize;
    }

    /// <summary>Elements of an input.</summary>
    public int InputSize { get; }

    /// <summary>Elements of an output.</summary>
    public int OutputSize { get; }

    /// <summary>Shape [input size, output size]: PyTorch's transposed.</summary>
    public ParameterBlock Weight { get; }

    /// <summary>Shape [output size].</summary>
    public ParameterBlock Bias { get; }

    /// <summary>Orthogonal weights, zero biases.</summary>
    public void Initialize(Span<float> parameters, double gain, ref RandomStream random)
    {
        OrthogonalInitialization.Fill(Weight.Of(parameters), InputSize, OutputSize, gain, ref random);
        Bias.Of(parameters).Clear();
    }

    /// <param name="parameters">Of the whole model.</param>
    /// <param name="input">Shape [rows, input size].</param>
    /// <param name="output">Shape [rows, output size].</param>
    public void Forward(ReadOnlySpan<float> parameters, ReadOnlySpan<float> input, int rows, Span<float> output) =>
        Matrix.Multiply(input, Weight.Of(parameters), Bias.Of(parameters), output, rows, InputSize, OutputSize);

    /// <summary>Adds the gradients in weight and bias to <paramref name="gradients"/>, and writes the one in the input.</summary>
    /// <param name="parameters">As in the forward pass.</param>
    /// <param name="input">As in the forward pass.</param>
    /// <param name="outputGradient">Shape [rows, output size].</param>
    /// <param name="gradients">Of the whole model's trainable parameters, added to; empty when not wanted.</param>
    /// <param name="inputGradient">Shape [rows, input size], overwritten; empty when not wanted.</param>
    /// <param name="scratch">Room for as many floats as the weight has; empty when no input gradient is wanted.</param>
    public void Backward(
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> outputGradient,
        int rows,
        Span<float> gradients,
        Span<float> inputGradient,
        Span<float> scratch)
    {
        if (!gradients.IsEmpty)
        {
            Matrix.AddTransposedProduct(input, outputGradient, Weight.Of(gradients), InputSize, rows, OutputSize);
            Matrix.AddRows(outputGradient, Bias.Of(gradients), rows, OutputSize);
        }

        if (!inputGradient.IsEmpty)
        {
            Span<float> transposed = scratch[..Weight.Size];
            Matrix.Transpose(Weight.Of(parameters), transposed, InputSize, OutputSize);
            Matrix.Multiply(outputGradient, transposed, [], inputGradient, rows, OutputSize, InputSize);
        }
    }
}
