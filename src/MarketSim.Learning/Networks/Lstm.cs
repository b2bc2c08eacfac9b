using MarketSim.Numerics.Dense;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Networks;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000) over sequences that stand step by step:
/// i, f, o = sigmoid, g = tanh of input · W + hidden · R + b; cell = f cell + i g; hidden = o tanh(cell).
/// </summary>
/// <remarks>
/// A row of recurrent state is hidden, then cell: 2 × hidden size floats. The backward pass goes through all steps of the forward pass, and
/// stops where an episode begins.
/// </remarks>
public sealed class Lstm
{
    /// <summary>Adds its blocks to the layout.</summary>
    public Lstm(ParameterLayout layout, string name, int inputSize, int hiddenSize)
    {
        InputSize = inputSize;
        HiddenSize = hiddenSize;
        InputWeight = layout.AddTrainable($"{name}.input_weight", inputSize, 4 * hiddenSize);
        RecurrentWeight = layout.AddTrainable($"{name}.recurrent_weight", hiddenSize, 4 * hiddenSize);
        Bias = layout.AddTrainable($"{name}.bias", 4 * hiddenSize);
    }

    /// <summary>Elements of an input.</summary>
    public int InputSize { get; }

    /// <summary>Floats of output per row.</summary>
    public int HiddenSize { get; }

    /// <summary>Floats of recurrent state per row.</summary>
    public int StateSize => 2 * HiddenSize;

    /// <summary>Shape [input size, 4 × hidden size]: gates i, f, g, o, PyTorch's <c>weight_ih</c> transposed.</summary>
    public ParameterBlock InputWeight { get; }

    /// <summary>Shape [hidden size, 4 × hidden size]: PyTorch's <c>weight_hh</c> transposed.</summary>
    public ParameterBlock RecurrentWeight { get; }

    /// <summary>Shape [4 × hidden size]: the sum of PyTorch's two.</summary>
    public ParameterBlock Bias { get; }

    /// <summary>Memory for a pass; one per thread.</summary>
    public LstmWorkspace CreateWorkspace() => new();

    /// <summary>Orthogonal weights, gate by gate, zero biases.</summary>
    public void Initialize(Span<float> parameters, double gain, ref RandomStream random)
    {
        InitializeGates(InputWeight.Of(parameters), InputSize, gain, ref random);
        InitializeGates(RecurrentWeight.Of(parameters), HiddenSize, gain, ref random);
        Bias.Of(parameters).Clear();
    }

    /// <summary>One step for acting.</summary>
    /// <param name="parameters">Of the whole model.</param>
    /// <param name="input">Shape [rows, input size].</param>
    /// <param name="states">In and out: row r's state begins at r × <paramref name="stateStride"/>; all zero at the start of an episode.</param>
    /// <returns>Shape [rows, hidden size]; in the workspace, valid until its next forward pass.</returns>
    public ReadOnlySpan<float> Step(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> input, int rows, Span<float> states, int stateStride, LstmWorkspace workspace)
    {
        ReadOnlySpan<float> output = Forward(parameters, new NetworkInput(input, SequenceLayout.Independent(rows), states, []), stateStride, workspace);
        CopyFinalState(1, rows, states, stateStride, workspace);
        return output;
    }

    /// <summary>All steps of sequences of one length. Shorter ones are filled up: steps after a sequence's end change nothing before it.</summary>
    /// <param name="parameters">Of the whole model.</param>
    /// <param name="input">With sequence s's state before its first step at s × <paramref name="stateStride"/>.</param>
    /// <param name="stateStride">Floats from one sequence's initial state to the next; 0 without initial states.</param>
    /// <returns>Shape [steps, sequences, hidden size]; in the workspace, valid until its next forward pass.</returns>
    public ReadOnlySpan<float> Forward(
        ReadOnlySpan<float> parameters, scoped in NetworkInput input, int stateStride, LstmWorkspace workspace)
    {
        (int steps, int sequences) = input.Layout;
        ReadOnlySpan<float> features = input.Features;
        ReadOnlySpan<bool> starts = input.Starts;
        int hiddenSize = HiddenSize;
        int width = sequences * hiddenSize;
        Span<float> gates = workspace.Gates.Take(steps * 4 * width);
        Span<float> hidden = workspace.Hidden.Take(steps * width);
        Span<float> cells = workspace.Cells.Take(steps * width);
        Span<float> cellTanhs = workspace.CellTanhs.Take(steps * width);
        Span<float> previousHidden = workspace.PreviousHidden.Take(steps * width);
        Span<float> previousCells = workspace.PreviousCells.Take(steps * width);

        for (int step = 0; step < steps; step++)
        {
            Span<float> hiddenBefore = previousHidden.Slice(step * width, width);
            Span<float> cellBefore = previousCells.Slice(step * width, width);
            if (step > 0)
            {
                hidden.Slice((step - 1) * width, width).CopyTo(hiddenBefore);
                cells.Slice((step - 1) * width, width).CopyTo(cellBefore);
            }
            else
            {
                CopyStates(input.InitialStates, stateStride, sequences, hiddenBefore, cellBefore);
            }

            if (!starts.IsEmpty)
            {
                Reset(starts.Slice(step * sequences, sequences), hiddenBefore);
                Reset(starts.Slice(step * sequences, sequences), cellBefore);
            }

            Span<float> gate = gates.Slice(step * 4 * width, 4 * width);
            ReadOnlySpan<float> now = features.Slice(step * sequences * InputSize, sequences * InputSize);
            Matrix.Multiply(now, InputWeight.Of(parameters), Bias.Of(parameters), gate, sequences, InputSize, 4 * hiddenSize);
            Matrix.AddProduct(hiddenBefore, RecurrentWeight.Of(parameters), gate, sequences, hiddenSize, 4 * hiddenSize);
            Span<float> cell = cells.Slice(step * width, width);
            Span<float> output = hidden.Slice(step * width, width);
            Span<float> cellTanh = cellTanhs.Slice(step * width, width);
            for (int s = 0; s < sequences; s++)
            {
                int at = s * hiddenSize;
                LstmCell.Forward(
                    gate.Slice(4 * at, 4 * hiddenSize),
                    cellBefore.Slice(at, hiddenSize),
                    cell.Slice(at, hiddenSize),
                    cellTanh.Slice(at, hiddenSize),
                    output.Slice(at, hiddenSize));
            }
        }

        return hidden;
    }

    /// <summary>State after the last step of the workspace's forward pass.</summary>
    /// <param name="states">Sequence s's state begins at s × <paramref name="stateStride"/>; overwritten.</param>
    public void CopyFinalState(int steps, int sequences, Span<float> states, int stateStride, LstmWorkspace workspace)
    {
        int width = sequences * HiddenSize;
        ReadOnlySpan<float> hidden = workspace.Hidden.Taken(steps * width)[((steps - 1) * width)..];
        ReadOnlySpan<float> cells = workspace.Cells.Taken(steps * width)[((steps - 1) * width)..];
        for (int s = 0; s < sequences; s++)
        {
            hidden.Slice(s * HiddenSize, HiddenSize).CopyTo(states[(s * stateStride)..]);
            cells.Slice(s * HiddenSize, HiddenSize).CopyTo(states[((s * stateStride) + HiddenSize)..]);
        }
    }

    /// <summary>Goes back through all steps of the workspace's last forward pass.</summary>
    /// <param name="parameters">As in the forward pass.</param>
    /// <param name="input">As in the forward pass.</param>
    /// <param name="outputGradient">Shape [steps, sequences, hidden size]; zero where a sequence had ended.</param>
    /// <param name="gradients">Of the whole model's trainable parameters, added to.</param>
    /// <returns>Gradient in the input, shape [steps, sequences, input size], in the workspace until its next backward pass; empty when not wanted.</returns>
    public ReadOnlySpan<float> Backward(
        ReadOnlySpan<float> parameters,
        scoped in NetworkInput input,
        ReadOnlySpan<float> outputGradient,
        Span<float> gradients,
        LstmWorkspace workspace,
        bool wantInputGradient = false)
    {
        (int steps, int sequences) = input.Layout;
        ReadOnlySpan<bool> starts = input.Starts;
        int hiddenSize = HiddenSize;
        int width = sequences * hiddenSize;
        ReadOnlySpan<float> gates = workspace.Gates.Taken(steps * 4 * width);
        ReadOnlySpan<float> cellTanhs = workspace.CellTanhs.Taken(steps * width);
        ReadOnlySpan<float> previousCells = workspace.PreviousCells.Taken(steps * width);
        Span<float> gateGradients = workspace.GateGradients.Take(steps * 4 * width);
        Span<float> hiddenGradient = workspace.HiddenGradient.Take(width);
        Span<float> cellGradient = workspace.CellGradient.Take(width);
        Span<float> transposed = workspace.Transposed.Take(Math.Max(InputSize, hiddenSize) * 4 * hiddenSize);
        Span<float> recurrentTransposed = transposed[..RecurrentWeight.Size];
        Matrix.Transpose(RecurrentWeight.Of(parameters), recurrentTransposed, hiddenSize, 4 * hiddenSize);
        hiddenGradient.Clear();
        cellGradient.Clear();

        for (int step = steps - 1; step >= 0; step--)
        {
            ReadOnlySpan<float> gate = gates.Slice(step * 4 * width, 4 * width);
            Span<float> gateGradient = gateGradients.Slice(step * 4 * width, 4 * width);
            for (int s = 0; s < sequences; s++)
            {
                int at = s * hiddenSize;
                int all = (step * width) + at;
                LstmCell.Backward(
                    gate.Slice(4 * at, 4 * hiddenSize),
                    previousCells.Slice(all, hiddenSize),
                    cellTanhs.Slice(all, hiddenSize),
                    outputGradient.Slice(all, hiddenSize),
                    hiddenGradient.Slice(at, hiddenSize),
                    cellGradient.Slice(at, hiddenSize),
                    gateGradient.Slice(4 * at, 4 * hiddenSize));
            }

            if (step > 0)
            {
                Matrix.Multiply(gateGradient, recurrentTransposed, [], hiddenGradient, sequences, 4 * hiddenSize, hiddenSize);
                if (!starts.IsEmpty)
                {
                    Reset(starts.Slice(step * sequences, sequences), hiddenGradient);
                    Reset(starts.Slice(step * sequences, sequences), cellGradient);
                }
            }
        }

        int rows = steps * sequences;
        Matrix.AddTransposedProduct(input.Features, gateGradients, InputWeight.Of(gradients), InputSize, rows, 4 * hiddenSize);
        Matrix.AddTransposedProduct(
            workspace.PreviousHidden.Taken(steps * width), gateGradients, RecurrentWeight.Of(gradients), hiddenSize, rows, 4 * hiddenSize);
        Matrix.AddRows(gateGradients, Bias.Of(gradients), rows, 4 * hiddenSize);
        if (!wantInputGradient)
        {
            return [];
        }

        Span<float> inputTransposed = transposed[..InputWeight.Size];
        Matrix.Transpose(InputWeight.Of(parameters), inputTransposed, InputSize, 4 * hiddenSize);
        Span<float> inputGradient = workspace.InputGradient.Take(rows * InputSize);
        Matrix.Multiply(gateGradients, inputTransposed, [], inputGradient, rows, 4 * hiddenSize, InputSize);
        return inputGradient;
    }

    private void CopyStates(ReadOnlySpan<float> states, int stateStride, int sequences, Span<float> hidden, Span<float> cells)
    {
        if (states.IsEmpty)
        {
            hidden.Clear();
            cells.Clear();
            return;
        }

        for (int s = 0; s < sequences; s++)
        {
            states.Slice(s * stateStride, HiddenSize).CopyTo(hidden[(s * HiddenSize)..]);
            states.Slice((s * stateStride) + HiddenSize, HiddenSize).CopyTo(cells[(s * HiddenSize)..]);
        }
    }

    private void Reset(ReadOnlySpan<bool> starts, Span<float> values)
    {
        for (int s = 0; s < starts.Length; s++)
        {
            if (starts[s])
            {
                values.Slice(s * HiddenSize, HiddenSize).Clear();
            }
        }
    }

    private void InitializeGates(Span<float> weight, int rows, double gain, ref RandomStream random)
    {
        float[] gate = new float[rows * HiddenSize];
        for (int g = 0; g < 4; g++)
        {
            OrthogonalInitialization.Fill(gate, rows, HiddenSize, gain, ref random);
            for (int row = 0; row < rows; row++)
            {
                gate.AsSpan(row * HiddenSize, HiddenSize).CopyTo(weight[(((row * 4) + g) * HiddenSize)..]);
            }
        }
    }
}
