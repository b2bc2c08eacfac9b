using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MarketSim.Learning.Torch;

/// <summary>Attention over snapshots of a book, each a vector with its place in time added; the newest one's vector is what is read off.</summary>
internal sealed class BookTransformerModule : nn.Module<Tensor, Tensor>
{
    private readonly int _steps;
    private readonly int _snapshotSize;
    private readonly int _passing;
    private readonly Linear _entry;
    private readonly Parameter _places;
    private readonly ModuleList<AttentionLayer> _layers;
    private readonly LayerNorm _exit;

    /// <param name="snapshotSize">Numbers of one snapshot.</param>
    /// <param name="passing">Features before the book, which pass by.</param>
    public BookTransformerModule(int steps, int snapshotSize, int size, int layers, int passing)
        : base("transformer")
    {
        _steps = steps;
        _snapshotSize = snapshotSize;
        _passing = passing;
        _entry = nn.Linear(snapshotSize, size);
        _places = new Parameter(zeros(steps, size));
        _layers = nn.ModuleList(Enumerable.Range(0, layers).Select(_ => new AttentionLayer(size)).ToArray());
        _exit = nn.LayerNorm(size);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        Tensor current = _entry.call(input.narrow(1, _passing, _steps * _snapshotSize).reshape(input.shape[0], _steps, _snapshotSize)) + _places;
        foreach (AttentionLayer layer in _layers)
        {
            current = layer.call(current);
        }

        Tensor newest = _exit.call(current.select(1, _steps - 1));
        return _passing == 0 ? newest : cat([newest, input.narrow(1, 0, _passing)], 1);
    }
}

/// <summary>Attention of several heads, then a perceptron of one hidden layer, each added to what it was given.</summary>
internal sealed class AttentionLayer : nn.Module<Tensor, Tensor>
{
    public const int Heads = 4;

    private readonly LayerNorm _before;
    private readonly Linear _asked;
    private readonly Linear _joined;
    private readonly LayerNorm _between;
    private readonly Linear _widened;
    private readonly Linear _narrowed;

    public AttentionLayer(int size)
        : base("attention")
    {
        _before = nn.LayerNorm(size);
        _asked = nn.Linear(size, 3 * size);
        _joined = nn.Linear(size, size);
        _between = nn.LayerNorm(size);
        _widened = nn.Linear(size, 2 * size);
        _narrowed = nn.Linear(2 * size, size);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        Tensor current = input + _joined.call(Attend(_before.call(input)));
        return current + _narrowed.call(_widened.call(_between.call(current)).relu());
    }

    private Tensor Attend(Tensor input)
    {
        (long rows, long steps, long size) = (input.shape[0], input.shape[1], input.shape[2]);
        long width = size / Heads;
        Tensor[] parts = _asked.call(input).reshape(rows, steps, 3, Heads, width).permute(2, 0, 3, 1, 4).unbind(0);
        Tensor shares = (parts[0].matmul(parts[1].transpose(2, 3)) / Math.Sqrt(width)).softmax(-1);
        return shares.matmul(parts[2]).transpose(1, 2).reshape(rows, steps, size);
    }
}
