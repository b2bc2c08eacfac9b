using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Gradients;

/// <summary>One output of a network: a perceptron over the features, or over the output of an LSTM. Architecture only; it holds no numbers.</summary>
public sealed class NetworkBranch
{
    /// <param name="layout">Receives the blocks <c>name.lstm.*</c>, where there is memory, then <c>name.0.weight</c>, <c>name.0.bias</c>, …</param>
    /// <param name="lstmSize">Units of the LSTM; null for no memory.</param>
    /// <param name="sizes">Outputs of each layer of the perceptron; the last is the branch's output.</param>
    public NetworkBranch(ParameterLayout layout, string name, int inputSize, int? lstmSize, ReadOnlySpan<int> sizes, Activation hidden)
    {
        InputSize = inputSize;
        if (lstmSize is { } units)
        {
            Memory = new Lstm(layout, name + ".lstm", inputSize, units);
        }

        Head = new Mlp(layout, name, lstmSize ?? inputSize, sizes, hidden);
    }

    /// <summary>Features of a row.</summary>
    public int InputSize { get; }

    /// <summary>Elements of its output.</summary>
    public int OutputSize => Head.OutputSize;

    /// <summary>Units of the last hidden layer of the perceptron; 0 where it has none.</summary>
    public int LatentSize => Head.Layers.Count > 1 ? Head.Layers[^1].InputSize : 0;

    /// <summary>True when a pass exposes the outputs of the last hidden layer. Only with a hidden layer.</summary>
    public bool ExposesLatents { get; init; }

    /// <summary>Floats of recurrent state per sequence; 0 without memory.</summary>
    public int StateSize => Memory?.StateSize ?? 0;

    /// <summary>The recurrent layer; null for a branch without memory.</summary>
    public Lstm? Memory { get; }

    /// <summary>The perceptron behind its memory.</summary>
    public Mlp Head { get; }
}
