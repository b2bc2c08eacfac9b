using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Networks;

/// <summary>A multi-layer perceptron: linear layers with an activation after each but the last, which has one of its own.</summary>
public sealed class Mlp
{
    private readonly Linear[] _layers;
    private readonly Activation _hidden;
    private readonly Activation _output;

    /// <param name="layout">Receives the blocks <c>name.0.weight</c>, <c>name.0.bias</c>, <c>name.1.weight</c>, …</param>
    /// <param name="sizes">Outputs of each layer in order; the last is the network's output. At least one.</param>
    public Mlp(ParameterLayout layout, string name, int inputSize, ReadOnlySpan<int> sizes, Activation hidden, Activation output = Activation.None)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sizes.Length, nameof(sizes));
        _layers = new Linear[sizes.Length];
        _hidden = hidden;
        _output = output;
        InputSize = inputSize;
        for (int i = 0; i < sizes.Length; i++)
        {
            _layers[i] = new Linear(layout, $"{name}.{i}", i == 0 ? inputSize : sizes[i - 1], sizes[i]);
        }
    }

    /// <summary>Elements of an input.</summary>
    public int InputSize { get; }

    /// <summary>Elements of an output.</summary>
    public int OutputSize => _layers[^1].OutputSize;

    /// <summary>The layers, in order.</summary>
    public IReadOnlyList<Linear> Layers => _layers;

    /// <summary>Activation after the layer of that index.</summary>
    public Activation ActivationOf(int layer) => layer == _layers.Length - 1 ? _output : _hidden;

    /// <summary>Memory for a pass; one per thread.</summary>
    public MlpWorkspace CreateWorkspace() => new(_layers.Length);

    /// <summary>Orthogonal weights, zero biases.</summary>
    /// <param name="hiddenGain">Of all layers but the last; the square root of 2 by custom.</param>
    /// <param name="outputGain">Of the last layer; 0.01 for a policy head, 1 for a value head by custom.</param>
    public void Initialize(Span<float> parameters, double hiddenGain, double outputGain, ref RandomStream random)
    {
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i].Initialize(parameters, i == _layers.Length - 1 ? outputGain : hiddenGain, ref random);
        }
    }

    /// <param name="parameters">Of the whole model.</param>
    /// <param name="input">Shape [rows, input size].</param>
    /// <returns>Shape [rows, output size]; in the workspace, valid until its next forward pass.</returns>
    public ReadOnlySpan<float> Forward(ReadOnlySpan<float> parameters, ReadOnlySpan<float> input, int rows, MlpWorkspace workspace)
    {
        ReadOnlySpan<float> current = input;
        for (int i = 0; i < _layers.Length; i++)
        {
            Span<float> output = workspace.Outputs[i].Take(rows * _layers[i].OutputSize);
            _layers[i].Forward(parameters, current, rows, output);
            Activations.Apply(ActivationOf(i), output);
            current = output;
        }

        return current;
    }

    /// <summary>Goes back through the last forward pass of the workspace; may be repeated with other output gradients.</summary>
    /// <param name="parameters">As in the forward pass.</param>
    /// <param name="input">As in the forward pass.</param>
    /// <param name="outputGradient">Shape [rows, output size].</param>
    /// <param name="gradients">Of the whole model's trainable parameters, added to; empty when not wanted.</param>
    /// <param name="wantInputGradient">False saves the last product.</param>
    /// <returns>Gradient in the input, shape [rows, input size], in the workspace until its next backward pass; empty when not wanted.</returns>
    public ReadOnlySpan<float> Backward(
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> outputGradient,
        int rows,
        Span<float> gradients,
        MlpWorkspace workspace,
        bool wantInputGradient = false)
    {
        ReadOnlySpan<float> current = outputGradient;
        if (_output != Activation.None)
        {
            Span<float> own = workspace.Gradient.Take(outputGradient.Length);
            outputGradient.CopyTo(own);
            Activations.Backward(_output, workspace.Outputs[^1].Taken(own.Length), own);
            current = own;
        }

        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            Linear layer = _layers[i];
            bool wanted = i > 0 || wantInputGradient;
            ReadOnlySpan<float> layerInput = i > 0 ? workspace.Outputs[i - 1].Taken(rows * layer.InputSize) : input;
            Span<float> previous = wanted ? workspace.NextGradient.Take(rows * layer.InputSize) : [];
            layer.Backward(parameters, layerInput, current, rows, gradients, previous, wanted ? workspace.Transposed.Take(layer.Weight.Size) : []);
            if (i > 0)
            {
                Activations.Backward(_hidden, layerInput, previous);
            }

            current = previous;
            (workspace.Gradient, workspace.NextGradient) = (workspace.NextGradient, workspace.Gradient);
        }

        return current;
    }
}
