using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Gradients;

/// <summary>A network on the managed engine. It acts too: see <see cref="Step(ReadOnlySpan{float}, ReadOnlySpan{float}, int, Span{float})"/>.</summary>
internal sealed class ManagedPass : INetworkPass, INetworkStep
{
    private readonly ManagedBranch[] _branches;
    private FloatBuffer _inputGradient;

    /// <exception cref="NotSupportedException">The network has layers that this engine does not know.</exception>
    public ManagedPass(BranchedNetwork network)
    {
        if (network.Extractor is { } layers)
        {
            throw new NotSupportedException($"The managed engine does not know the layers {layers.Extractor.Description}; train the network on the torch engine.");
        }

        _branches = new ManagedBranch[network.Branches.Count];
        for (int i = 0; i < _branches.Length; i++)
        {
            _branches[i] = new ManagedBranch(network.Branches[i], network.StateOffset(i), network.StateSize);
        }
    }

    public void Forward(ReadOnlySpan<float> parameters, scoped in NetworkInput input, bool differentiable = true)
    {
        foreach (ManagedBranch branch in _branches)
        {
            branch.Forward(parameters, input);
        }
    }

    public ReadOnlySpan<float> Output(int branch) => _branches[branch].Output;

    public ReadOnlySpan<float> Latents(int branch) => _branches[branch].Latents;

    public Span<float> OutputGradient(int branch) => _branches[branch].OutputGradient;

    public ReadOnlySpan<float> Backward(ReadOnlySpan<float> parameters, scoped in NetworkInput input, Span<float> gradients, bool wantInputGradient = false)
    {
        ReadOnlySpan<float> first = _branches[0].Backward(parameters, input, gradients, wantInputGradient);
        if (_branches.Length == 1)
        {
            return first;
        }

        Span<float> sum = _inputGradient.Take(first.Length);
        first.CopyTo(sum);
        for (int i = 1; i < _branches.Length; i++)
        {
            ReadOnlySpan<float> other = _branches[i].Backward(parameters, input, gradients, wantInputGradient);
            for (int j = 0; j < sum.Length; j++)
            {
                sum[j] += other[j];
            }
        }

        return sum;
    }

    public void Step(ReadOnlySpan<float> parameters, ReadOnlySpan<float> features, int rows, Span<float> states)
    {
        foreach (ManagedBranch branch in _branches)
        {
            branch.Step(parameters, features, rows, states);
        }
    }

    public void Step(int branch, ReadOnlySpan<float> parameters, ReadOnlySpan<float> features, int rows, Span<float> states) =>
        _branches[branch].Step(parameters, features, rows, states);
}
