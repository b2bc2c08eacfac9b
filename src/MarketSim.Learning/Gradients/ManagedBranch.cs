using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Gradients;

/// <summary>One branch of a <see cref="ManagedPass"/> with the buffers of its last pass.</summary>
/// <param name="stateOffset">Offset of its state in a row of states.</param>
/// <param name="stateStride">Floats of a row of states.</param>
internal sealed class ManagedBranch(NetworkBranch branch, int stateOffset, int stateStride)
{
    private readonly MlpWorkspace _head = branch.Head.CreateWorkspace();
    private readonly LstmWorkspace? _memory = branch.Memory?.CreateWorkspace();
    private FloatBuffer _outputGradient;
    private int _rows;

    public ReadOnlySpan<float> Output => _head.Outputs[^1].Taken(_rows * branch.OutputSize);

    public ReadOnlySpan<float> Latents => _head.Outputs[^2].Taken(_rows * branch.LatentSize);

    public Span<float> OutputGradient => _outputGradient.Take(_rows * branch.OutputSize);

    /// <summary>One step for acting.</summary>
    /// <param name="states">In and out: shape [rows, state size of the network].</param>
    public void Step(ReadOnlySpan<float> parameters, ReadOnlySpan<float> features, int rows, Span<float> states)
    {
        _rows = rows;
        ReadOnlySpan<float> input = features;
        if (branch.Memory is { } memory && rows > 0)
        {
            input = memory.Step(parameters, features, rows, states[stateOffset..], stateStride, _memory!);
        }

        branch.Head.Forward(parameters, input, rows, _head);
    }

    public void Forward(ReadOnlySpan<float> parameters, scoped in NetworkInput input)
    {
        _rows = input.Rows;
        ReadOnlySpan<float> current = input.Features;
        if (branch.Memory is { } memory)
        {
            ReadOnlySpan<float> states = input.InitialStates.IsEmpty ? [] : input.InitialStates[stateOffset..];
            current = memory.Forward(parameters, new NetworkInput(input.Features, input.Layout, states, input.Starts), stateStride, _memory!);
        }

        branch.Head.Forward(parameters, current, _rows, _head);
    }

    public ReadOnlySpan<float> Backward(ReadOnlySpan<float> parameters, scoped in NetworkInput input, Span<float> gradients, bool wantInputGradient)
    {
        ReadOnlySpan<float> outputGradient = _outputGradient.Taken(_rows * branch.OutputSize);
        if (branch.Memory is not { } memory)
        {
            return branch.Head.Backward(parameters, input.Features, outputGradient, _rows, gradients, _head, wantInputGradient);
        }

        ReadOnlySpan<float> remembered = _memory!.Hidden.Taken(_rows * memory.HiddenSize);
        ReadOnlySpan<float> gradient = branch.Head.Backward(parameters, remembered, outputGradient, _rows, gradients, _head, wantInputGradient: true);
        return memory.Backward(parameters, input, gradient, gradients, _memory, wantInputGradient);
    }
}
