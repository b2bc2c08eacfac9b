using MarketSim.Learning.Networks;
using MarketSim.Learning.Policies;

namespace MarketSim.Learning.Hierarchical;

/// <summary>
/// The weights of several models as those of one: what is trained of all of them first, then their statistics. The parts keep their own arrays; what is
/// written here reaches them with <see cref="Apply"/>.
/// </summary>
internal sealed class CompositeWeights
{
    private readonly List<Piece> _pieces = [];
    private readonly IReadOnlyList<INamedWeights> _parts;
    private readonly float[] _weights;
    private bool _isLent;

    /// <param name="parts">By the name that their blocks begin with.</param>
    public CompositeWeights(IReadOnlyList<(string Name, INamedWeights Part)> parts)
    {
        _parts = [.. parts.Select(part => part.Part)];
        for (int trained = 1; trained >= 0; trained--)
        {
            for (int part = 0; part < parts.Count; part++)
            {
                foreach (ParameterBlock block in parts[part].Part.Layout.Blocks.Where(block => block.Trainable == (trained == 1)))
                {
                    string name = $"{parts[part].Name}.{block.Name}";
                    ParameterBlock own = block.Trainable ? Layout.AddTrainable(name, [.. block.Shape]) : Layout.AddFixed(name, [.. block.Shape]);
                    _pieces.Add(new Piece(part, block, own));
                }
            }
        }

        _weights = new float[Layout.Size];
    }

    public ParameterLayout Layout { get; } = new();

    /// <summary>The parts' present weights; what the caller writes counts from the next <see cref="Apply"/> on.</summary>
    public Span<float> Lend()
    {
        Apply();
        foreach (Piece piece in _pieces)
        {
            piece.Block.Of(_parts[piece.Part].Weights).CopyTo(piece.Own.Of(_weights));
        }

        _isLent = true;
        return _weights;
    }

    /// <summary>Takes over what was written to the lent weights. Before anything reads or trains the parts.</summary>
    public void Apply()
    {
        if (!_isLent)
        {
            return;
        }

        _isLent = false;
        foreach (Piece piece in _pieces)
        {
            piece.Own.Of(_weights).CopyTo(piece.Block.Of(_parts[piece.Part].Weights));
        }
    }

    private readonly record struct Piece(int Part, ParameterBlock Block, ParameterBlock Own);
}
