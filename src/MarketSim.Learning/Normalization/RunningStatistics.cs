using MarketSim.Learning.Optimisation;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Normalization;

/// <summary>
/// Running mean and variance of each element of rows, taken in batch by batch (Chan, Golub and LeVeque 1979). It belongs to the model that was
/// trained on what it normalises, and is saved with it.
/// </summary>
/// <remarks>
/// It begins as though <see cref="InitialCount"/> rows of mean 0 and variance 1 had been seen, as in Stable-Baselines3. Rows are added in their
/// order, so that the same batches give the same bits.
/// </remarks>
public sealed class RunningStatistics : IRollbackScope
{
    /// <summary>Rows that stand for the beginning.</summary>
    public const double InitialCount = 1e-4;

    private readonly double[] _means;
    private readonly double[] _variances;
    private double[] _meansBefore = [];
    private double[] _variancesBefore = [];
    private double _countBefore;

    /// <param name="size">Elements of a row, at least 1.</param>
    public RunningStatistics(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _means = new double[size];
        _variances = new double[size];
        Array.Fill(_variances, 1);
    }

    /// <summary>Elements of an observation.</summary>
    public int Size => _means.Length;

    /// <summary>Rows seen, and <see cref="InitialCount"/>.</summary>
    public double Count { get; private set; } = InitialCount;

    /// <summary>Shape [size].</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>Shape [size]; divided by n.</summary>
    public ReadOnlySpan<double> Variances => _variances;

    /// <inheritdoc/>
    public bool IsFinite => double.IsFinite(Count)
        && !_means.AsSpan().ContainsAnyExceptInRange(double.MinValue, double.MaxValue)
        && !_variances.AsSpan().ContainsAnyExceptInRange(double.MinValue, double.MaxValue);

    /// <inheritdoc/>
    public void Remember()
    {
        if (_meansBefore.Length != Size)
        {
            _meansBefore = new double[Size];
            _variancesBefore = new double[Size];
        }

        _countBefore = Count;
        _means.CopyTo(_meansBefore, 0);
        _variances.CopyTo(_variancesBefore, 0);
    }

    /// <inheritdoc/>
    public void Revert()
    {
        Count = _countBefore;
        _meansBefore.CopyTo(_means, 0);
        _variancesBefore.CopyTo(_variances, 0);
    }

    /// <summary>Begins as though so many rows with these moments had been seen.</summary>
    /// <param name="means">Shape [size].</param>
    /// <param name="variances">Shape [size], 0 or more.</param>
    internal void Begin(double count, ReadOnlySpan<double> means, ReadOnlySpan<double> variances)
    {
        Count = count;
        means.CopyTo(_means);
        variances.CopyTo(_variances);
    }

    /// <summary>Takes rows in.</summary>
    /// <param name="rows">Shape [n, size], all finite; nothing changes when there is none.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the size, or a number is not finite.</exception>
    public void Update(ReadOnlySpan<float> rows)
    {
        int count = rows.Length / Size;
        if (count * Size != rows.Length)
        {
            throw new ArgumentException($"Got {rows.Length} numbers for rows of {Size}.", nameof(rows));
        }

        RequireFinite(rows);
        if (count == 0)
        {
            return;
        }

        for (int element = 0; element < Size; element++)
        {
            (double mean, double squares) = MomentsOf(rows, Size, element);
            Merge(element, mean, squares, count);
        }

        Count += count;
    }

    /// <summary>Makes rows (value - mean) / sqrt(variance + epsilon), clipped, in place.</summary>
    /// <param name="rows">Shape [n, size].</param>
    public void Normalize(Span<float> rows, float clip = 10, double epsilon = 1e-8)
    {
        int element = 0;
        foreach (ref float value in rows)
        {
            value = Math.Clamp((float)((value - _means[element]) / Math.Sqrt(_variances[element] + epsilon)), -clip, clip);
            element = element + 1 == Size ? 0 : element + 1;
        }
    }

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(3);
        writer.WriteDouble(Count);
        StateArrays.Write(writer, _means);
        StateArrays.Write(writer, _variances);
    }

    /// <exception cref="InvalidDataException">The saved statistics are of rows of another size.</exception>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3);
        Count = reader.ReadDouble();
        StateArrays.Read(ref reader, _means);
        StateArrays.Read(ref reader, _variances);
    }

    /// <summary>Mean of an element of rows, and the sum of squared deviations from it.</summary>
    /// <param name="rows">Shape [n, size], at least one row.</param>
    internal static (double Mean, double Squares) MomentsOf(ReadOnlySpan<float> rows, int size, int element)
    {
        int count = rows.Length / size;
        double sum = 0;
        for (int row = 0; row < count; row++)
        {
            sum += rows[(row * size) + element];
        }

        double mean = sum / count;
        double squares = 0;
        for (int row = 0; row < count; row++)
        {
            double deviation = rows[(row * size) + element] - mean;
            squares += deviation * deviation;
        }

        return (mean, squares);
    }

    private void Merge(int element, double mean, double squares, int count)
    {
        double total = Count + count;
        double delta = mean - _means[element];
        double sum = (_variances[element] * Count) + squares + (delta * delta * (Count * count / total));
        _means[element] += delta * (count / total);
        _variances[element] = sum / total;
    }

    private void RequireFinite(ReadOnlySpan<float> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            if (!float.IsFinite(rows[i]))
            {
                throw new ArgumentException($"Element {i % Size} of row {i / Size} is {rows[i]}; statistics are of finite numbers.", nameof(rows));
            }
        }
    }
}
