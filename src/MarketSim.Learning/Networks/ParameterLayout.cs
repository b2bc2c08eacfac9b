namespace MarketSim.Learning.Networks;

/// <summary>
/// The places of a model's parameters in one flat array: first the trained ones, then those that are only stored with them, such as statistics for the
/// normalisation of observations. Layers add their blocks when they are created; the order of creation is the layout.
/// </summary>
public sealed class ParameterLayout
{
    /// <summary>Floats of a model: 1 GiB, of which training needs several times as much.</summary>
    private const long MaxParameters = 1 << 28;

    private readonly List<ParameterBlock> _blocks = [];
    private readonly Dictionary<string, ParameterBlock> _byName = new(StringComparer.Ordinal);

    /// <summary>The blocks, in order.</summary>
    public IReadOnlyList<ParameterBlock> Blocks => _blocks;

    /// <summary>Floats in all blocks.</summary>
    public int Size { get; private set; }

    /// <summary>Floats in the trained blocks: the first ones. Gradients and optimisers have this size.</summary>
    public int TrainableSize { get; private set; }

    /// <exception cref="KeyNotFoundException">There is no block of that name.</exception>
    public ParameterBlock this[string name] =>
        _byName.TryGetValue(name, out ParameterBlock? block)
            ? block
            : throw new KeyNotFoundException($"There is no parameter block {name}; there are {string.Join(", ", _blocks.Select(b => b.Name))}.");

    /// <summary>Adds a block that is trained.</summary>
    /// <exception cref="InvalidOperationException">A block that is not trained is there already: those come last.</exception>
    public ParameterBlock AddTrainable(string name, params ReadOnlySpan<int> shape)
    {
        if (Size > TrainableSize)
        {
            throw new InvalidOperationException($"Block {name} is trained, but {_blocks[^1].Name}, which is not, has been added: trained blocks come first.");
        }

        ParameterBlock block = Add(name, shape, trainable: true);
        TrainableSize = Size;
        return block;
    }

    /// <summary>Adds a block that is not trained.</summary>
    public ParameterBlock AddFixed(string name, params ReadOnlySpan<int> shape) => Add(name, shape, trainable: false);

    private ParameterBlock Add(string name, ReadOnlySpan<int> shape, bool trainable)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfZero(shape.Length, nameof(shape));
        long size = 1;
        foreach (int length in shape)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(length, 1, nameof(shape));
            size *= length;
            if (Size + size > MaxParameters)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(shape),
                    $"With the block {name} [{string.Join(" x ", shape.ToArray())}] the model has more than {MaxParameters} weights; make its layers (HiddenSizes, LstmSize) or its spaces smaller.");
            }
        }

        var block = new ParameterBlock(name, Size, shape.ToArray(), trainable);
        if (!_byName.TryAdd(name, block))
        {
            throw new ArgumentException($"There is a parameter block {name} already.", nameof(name));
        }

        _blocks.Add(block);
        Size += block.Size;
        return block;
    }
}
