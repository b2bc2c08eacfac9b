using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Algorithms;

/// <summary>Gradients of a loss by the rows of a minibatch.</summary>
internal sealed class RowGradients
{
    private FloatBuffer _logProbabilities;
    private FloatBuffer _entropies;
    private FloatBuffer _values;
    private int _rows;

    public Span<float> LogProbabilities => _logProbabilities.Taken(_rows);

    public Span<float> Entropies => _entropies.Taken(_rows);

    public Span<float> Values => _values.Taken(_rows);

    /// <summary>Makes room, all zero.</summary>
    public void Begin(int rows)
    {
        _rows = rows;
        _logProbabilities.Take(rows).Clear();
        _entropies.Take(rows).Clear();
        _values.Take(rows).Clear();
    }
}
