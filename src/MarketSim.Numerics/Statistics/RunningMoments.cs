using MarketSim.Numerics.Serialization;

namespace MarketSim.Numerics.Statistics;

/// <summary>
/// Mean, variance, skewness and kurtosis of a stream of values, in one pass (Pébay, Formulas for robust, one-pass parallel
/// computation of covariances and arbitrary-order statistical moments, Sandia 2008). Sums of powers of deviations are kept, so
/// that a large mean costs no accuracy.
/// </summary>
/// <remarks>The last bits depend on the order of additions and merges: keep it fixed.</remarks>
public sealed class RunningMoments
{
    private const int SavedFields = 5;
    private double _sum2;
    private double _sum3;
    private double _sum4;

    /// <summary>Number of values.</summary>
    public long Count { get; private set; }

    /// <summary>0 before the first value.</summary>
    public double Mean { get; private set; }

    /// <summary>Unbiased (divided by n - 1); NaN below two values.</summary>
    public double Variance => Count < 2 ? double.NaN : _sum2 / (Count - 1);

    /// <summary>Square root of <see cref="Variance"/>.</summary>
    public double StandardDeviation => Math.Sqrt(Variance);

    /// <summary>Third central moment over the 3/2 power of the second, both divided by n; NaN when all values are equal.</summary>
    public double Skewness => Math.Sqrt(Count) * _sum3 / (_sum2 * Math.Sqrt(_sum2));

    /// <summary>Fourth central moment over the square of the second, both divided by n, less the 3 of the normal; NaN when all values are equal.</summary>
    public double ExcessKurtosis => (Count * _sum4 / (_sum2 * _sum2)) - 3;

    /// <summary>The moments of values, added in their order.</summary>
    /// <param name="values">Finite.</param>
    public static RunningMoments Of(ReadOnlySpan<double> values)
    {
        var moments = new RunningMoments();
        foreach (double value in values)
        {
            moments.Add(value);
        }

        return moments;
    }

    /// <param name="value">Finite.</param>
    public void Add(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Moments are of finite numbers.");
        }

        long before = Count++;
        double n = Count;
        double delta = value - Mean;
        double step = delta / n;
        double stepSquare = step * step;
        double term = delta * step * before;
        Mean += step;
        _sum4 += (term * stepSquare * ((n * n) - (3 * n) + 3)) + (6 * stepSquare * _sum2) - (4 * step * _sum3);
        _sum3 += (term * step * (n - 2)) - (3 * step * _sum2);
        _sum2 += term;
    }

    /// <summary>Takes in the values of another, as though they had been added here.</summary>
    public void Merge(RunningMoments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Count == 0)
        {
            return;
        }

        double a = Count;
        double b = other.Count;
        double n = a + b;
        double delta = other.Mean - Mean;
        double step = delta / n;
        double term = delta * step * a * b;
        double sum2 = _sum2 + other._sum2 + term;
        double sum3 = _sum3 + other._sum3 + (term * step * (a - b)) + (3 * step * ((a * other._sum2) - (b * _sum2)));
        _sum4 = _sum4 + other._sum4 + (term * step * step * ((a * a) - (a * b) + (b * b)))
            + (6 * step * step * ((a * a * other._sum2) + (b * b * _sum2)))
            + (4 * step * ((a * other._sum3) - (b * _sum3)));
        _sum3 = sum3;
        _sum2 = sum2;
        Mean += b * step;
        Count += other.Count;
    }

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(SavedFields);
        writer.WriteInt64(Count);
        writer.WriteDouble(Mean);
        writer.WriteDouble(_sum2);
        writer.WriteDouble(_sum3);
        writer.WriteDouble(_sum4);
    }

    /// <summary>Restores the state that <c>Save</c> wrote.</summary>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(SavedFields);
        Count = reader.ReadCount();
        Mean = reader.ReadDouble();
        _sum2 = reader.ReadDouble();
        _sum3 = reader.ReadDouble();
        _sum4 = reader.ReadDouble();
    }
}
