namespace MarketSim.Learning.Gradients;

/// <summary>
/// A differentiable function from rows of features to one or several outputs: branches side by side that share the features, and whose weights lie in
/// one flat array of parameters. Architecture only; what it computes, an <see cref="IGradientEngine"/> does.
/// </summary>
/// <remarks>A row of recurrent state is that of the first branch, then that of the second, and so on.</remarks>
public sealed class BranchedNetwork
{
    private readonly NetworkBranch[] _branches;
    private readonly int[] _stateOffsets;

    /// <param name="branches">At least one; all over features of one size.</param>
    public BranchedNetwork(params ReadOnlySpan<NetworkBranch> branches)
        : this(extractor: null, branches)
    {
    }

    /// <param name="extractor">Layers that all branches share, in front of them; null for none. Their blocks come before those of the branches.</param>
    /// <param name="branches">At least one; all over rows of the extractor's output.</param>
    public BranchedNetwork(ExtractorLayers? extractor, params ReadOnlySpan<NetworkBranch> branches)
    {
        ArgumentOutOfRangeException.ThrowIfZero(branches.Length, nameof(branches));
        Extractor = extractor;
        _branches = branches.ToArray();
        ArgumentOutOfRangeException.ThrowIfNotEqual(branches[0].InputSize, extractor?.OutputSize ?? branches[0].InputSize, nameof(branches));
        _stateOffsets = new int[branches.Length];
        for (int i = 0; i < branches.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(branches[i].InputSize, branches[0].InputSize, nameof(branches));
            _stateOffsets[i] = StateSize;
            StateSize += branches[i].StateSize;
        }
    }

    /// <summary>The branches, in order.</summary>
    public IReadOnlyList<NetworkBranch> Branches => _branches;

    /// <summary>The feature extractor; null for branches that use the features directly.</summary>
    public ExtractorLayers? Extractor { get; }

    /// <summary>Features of a row.</summary>
    public int InputSize => Extractor?.InputSize ?? _branches[0].InputSize;

    /// <summary>Floats of recurrent state per sequence, of all branches.</summary>
    public int StateSize { get; }

    /// <summary>The index of the first element of a branch in a row of states.</summary>
    public int StateOffset(int branch) => _stateOffsets[branch];
}
