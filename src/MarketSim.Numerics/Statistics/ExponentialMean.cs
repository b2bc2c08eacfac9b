using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Numerics.Statistics;

/// <summary>Mean of values whose weight halves with every half-life that has passed since them.</summary>
public sealed class ExponentialMean
{
    private const double Ln2 = 0.6931471805599453;
    private readonly double _decayRate;
    private double _weight;

    /// <param name="halfLife">Greater than 0, in the unit in which the elapsed time is given.</param>
    public ExponentialMean(double halfLife)
    {
        if (!(halfLife > 0 && double.IsFinite(halfLife)))
        {
            throw new ArgumentOutOfRangeException(nameof(halfLife), halfLife, "A half-life is a finite number greater than 0.");
        }

        _decayRate = Ln2 / halfLife;
    }

    /// <summary>NaN before the first value.</summary>
    public double Value { get; private set; } = double.NaN;

    /// <param name="value">Finite; its weight is 1 now.</param>
    /// <param name="elapsed">Time since the value before it, 0 or more; 1 for every value counts the half-life in values.</param>
    public void Add(double value, double elapsed = 1)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A mean is of finite numbers.");
        }

        if (!(elapsed >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(elapsed), elapsed, "The elapsed time is 0 or more.");
        }

        if (_weight == 0)
        {
            _weight = 1;
            Value = value;
            return;
        }

        _weight = (_weight * Elementary.Exp(-_decayRate * elapsed)) + 1;
        Value += (value - Value) / _weight;
    }

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(2);
        writer.WriteDouble(_weight);
        writer.WriteDouble(Value);
    }

    /// <summary>Restores the state that <c>Save</c> wrote.</summary>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        _weight = reader.ReadDouble();
        Value = reader.ReadDouble();
    }
}
