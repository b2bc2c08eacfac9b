using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Persistence.Onnx;

/// <summary>The parts of policies as operators of ONNX.</summary>
/// <param name="parameters">Of the whole model.</param>
internal sealed class OnnxLayers(OnnxGraph graph, ReadOnlyMemory<float> parameters)
{
    /// <param name="input">Shape [rows, input size].</param>
    /// <returns>Shape [rows, output size].</returns>
    public OnnxValue Mlp(Mlp mlp, OnnxValue input)
    {
        OnnxValue current = input;
        for (int i = 0; i < mlp.Layers.Count; i++)
        {
            Linear layer = mlp.Layers[i];
            current = graph.Apply("Gemm", [current, Parameter(layer.Weight), Parameter(layer.Bias)]);
            current = mlp.ActivationOf(i) switch
            {
                Activation.Tanh => graph.Apply("Tanh", [current]),
                Activation.Relu => graph.Apply("Relu", [current]),
                Activation.LeakyRelu => graph.Apply("LeakyRelu", [current]),
                Activation.Elu => graph.Apply("Elu", [current]),
                Activation.Sigmoid => graph.Apply("Sigmoid", [current]),
                _ => current,
            };
        }

        return current;
    }

    /// <summary>One step.</summary>
    /// <param name="input">Shape [rows, input size].</param>
    /// <param name="state">Shape [rows, 2 × hidden size]: hidden, then cell.</param>
    /// <returns>Output, shape [rows, hidden size], and the state after it.</returns>
    public (OnnxValue Output, OnnxValue State) Lstm(Lstm lstm, OnnxValue input, OnnxValue state)
    {
        int hiddenSize = lstm.HiddenSize;
        OnnxValue axis = graph.Constant(0);
        OnnxValue[] halves = graph.Apply("Split", [state, graph.Constant(hiddenSize, hiddenSize)], outputs: 2, ("axis", 1));
        OnnxValue[] after = graph.Apply(
            "LSTM",
            [
                graph.Apply("Unsqueeze", [input, axis]),
                GateRows(lstm.InputWeight, lstm.InputSize, hiddenSize),
                GateRows(lstm.RecurrentWeight, hiddenSize, hiddenSize),
                GateBiases(lstm.Bias, hiddenSize),
                default,
                graph.Apply("Unsqueeze", [halves[0], axis]),
                graph.Apply("Unsqueeze", [halves[1], axis]),
            ],
            outputs: 3,
            ("hidden_size", hiddenSize));
        OnnxValue hidden = graph.Apply("Squeeze", [after[1], axis]);
        OnnxValue cell = graph.Apply("Squeeze", [after[2], axis]);
        return (hidden, graph.Apply("Concat", [hidden, cell], ("axis", 1)));
    }

    /// <summary>(value - shift) × scale, column by column.</summary>
    public OnnxValue ShiftAndScale(OnnxValue value, ParameterBlock shift, ParameterBlock scale) =>
        graph.Apply("Mul", [graph.Apply("Sub", [value, Parameter(shift)]), Parameter(scale)]);

    /// <summary>value × factor + addend, column by column.</summary>
    public OnnxValue Affine(OnnxValue value, string name, ReadOnlySpan<float> factor, ReadOnlySpan<float> addend) => graph.Apply(
        "Add",
        [
            graph.Apply("Mul", [value, graph.Constant(name + ".factor", [factor.Length], factor)]),
            graph.Constant(name + ".addend", [addend.Length], addend),
        ]);

    /// <summary>Holds each column between bounds of its own; one bound of each kind holds for all.</summary>
    public OnnxValue Clip(OnnxValue value, string name, ReadOnlySpan<float> low, ReadOnlySpan<float> high) => graph.Apply(
        "Min",
        [
            graph.Apply("Max", [value, graph.Constant(name + ".low", [low.Length], low)]),
            graph.Constant(name + ".high", [high.Length], high),
        ]);

    /// <summary>Each column, a number of a choice, as one 1 among zeros; the columns' ones follow each other.</summary>
    /// <param name="counts">Choices of each column.</param>
    public OnnxValue OneHot(OnnxValue value, ReadOnlySpan<int> counts)
    {
        OnnxValue[] columns = Split(value, Enumerable.Repeat(1L, counts.Length).ToArray());
        var ones = new OnnxValue[counts.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            float[] choices = [.. Enumerable.Range(0, counts[i]).Select(choice => (float)choice)];
            OnnxValue equal = graph.Apply("Equal", [columns[i], graph.Constant($"choices.{i}", [choices.Length], choices)]);
            ones[i] = graph.Apply("Cast", [equal], ("to", (long)OnnxElement.Single));
        }

        return Concatenate(ones);
    }

    /// <summary>Number of the largest of each group of columns, the first among equals; whole numbers, shape [rows, groups].</summary>
    /// <param name="counts">Columns of each group.</param>
    public OnnxValue Largest(OnnxValue value, ReadOnlySpan<int> counts)
    {
        long[] sizes = [.. counts.ToArray().Select(count => (long)count)];
        return Concatenate([.. Split(value, sizes).Select(group => graph.Apply("ArgMax", [group], ("axis", 1), ("keepdims", 1)))]);
    }

    /// <summary>Columns in parts that follow each other.</summary>
    public OnnxValue[] Split(OnnxValue value, params long[] sizes) =>
        sizes.Length == 1 ? [value] : graph.Apply("Split", [value, graph.Constant(sizes)], sizes.Length, ("axis", 1));

    /// <summary>A block of the parameters, with its own shape.</summary>
    public OnnxValue Parameter(ParameterBlock block) =>
        graph.Constant(block.Name, [.. block.Shape.Select(length => (long)length)], block.Of(parameters.Span));

    private OnnxValue Concatenate(OnnxValue[] columns) => columns.Length == 1 ? columns[0] : graph.Apply("Concat", columns, ("axis", 1));

    // Ours is [size, gates i f g o of all units]; theirs is [1, gates i o f g of all units, size].
    private OnnxValue GateRows(ParameterBlock block, int size, int hiddenSize)
    {
        ReadOnlySpan<float> ours = block.Of(parameters.Span);
        float[] theirs = new float[ours.Length];
        for (int row = 0; row < 4 * hiddenSize; row++)
        {
            int column = ColumnOf(row, hiddenSize);
            for (int i = 0; i < size; i++)
            {
                theirs[(row * size) + i] = ours[(i * 4 * hiddenSize) + column];
            }
        }

        return graph.Constant(block.Name, [1, 4 * hiddenSize, size], theirs);
    }

    // Theirs has two biases, which are added.
    private OnnxValue GateBiases(ParameterBlock block, int hiddenSize)
    {
        ReadOnlySpan<float> ours = block.Of(parameters.Span);
        float[] theirs = new float[8 * hiddenSize];
        for (int row = 0; row < 4 * hiddenSize; row++)
        {
            theirs[row] = ours[ColumnOf(row, hiddenSize)];
        }

        return graph.Constant(block.Name, [1, 8 * hiddenSize], theirs);
    }

    private static int ColumnOf(int row, int hiddenSize)
    {
        ReadOnlySpan<int> order = [0, 3, 1, 2];
        return (order[row / hiddenSize] * hiddenSize) + (row % hiddenSize);
    }
}
