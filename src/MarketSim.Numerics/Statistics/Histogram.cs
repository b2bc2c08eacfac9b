using MarketSim.Numerics.Serialization;

namespace MarketSim.Numerics.Statistics;

/// <summary>Counts of values in bins of equal width from a minimum, which belongs to the first, to a maximum, which does not belong to the last.</summary>
public sealed class Histogram
{
    private const int MaximumBins = 1_000_000;
    private readonly long[] _counts;

    /// <param name="minimum">Finite.</param>
    /// <param name="maximum">Finite and greater than <paramref name="minimum"/>.</param>
    /// <param name="bins">1 to 1,000,000.</param>
    public Histogram(double minimum, double maximum, int bins)
    {
        if (!(maximum > minimum && double.IsFinite(maximum - minimum)))
        {
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"The maximum is finite and greater than the minimum, {minimum}.");
        }

        if (bins is < 1 or > MaximumBins)
        {
            throw new ArgumentOutOfRangeException(nameof(bins), bins, "A histogram has 1 to 1,000,000 bins.");
        }

        Minimum = minimum;
        Maximum = maximum;
        _counts = new long[bins];
    }

    /// <summary>Lower edge of the first bin.</summary>
    public double Minimum { get; }

    /// <summary>Upper edge of the last bin.</summary>
    public double Maximum { get; }

    /// <summary>One count for each bin.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Values below the minimum.</summary>
    public long Underflow { get; private set; }

    /// <summary>Values from the maximum up.</summary>
    public long Overflow { get; private set; }

    /// <summary>Lower edge of a bin; that of the bin after the last is the maximum.</summary>
    public double Edge(int bin)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bin, _counts.Length);
        return bin == _counts.Length ? Maximum : Minimum + ((Maximum - Minimum) * bin / _counts.Length);
    }

    /// <param name="value">Any number but NaN.</param>
    public void Add(double value)
    {
        if (double.IsNaN(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A histogram counts numbers.");
        }

        if (value < Minimum)
        {
            Underflow++;
        }
        else if (value >= Maximum)
        {
            Overflow++;
        }
        else
        {
            _counts[BinOf(value)]++;
        }
    }

    /// <summary>Adds the counts of another with the same bins.</summary>
    public void Merge(Histogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!HasBins(other.Minimum, other.Maximum, other._counts.Length))
        {
            throw new ArgumentException(
                $"The histogram has {other._counts.Length} bins from {other.Minimum} to {other.Maximum}; {_counts.Length} from {Minimum} to {Maximum} can be merged here.",
                nameof(other));
        }

        for (int bin = 0; bin < _counts.Length; bin++)
        {
            _counts[bin] += other._counts[bin];
        }

        Underflow += other.Underflow;
        Overflow += other.Overflow;
    }

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(5);
        writer.WriteDouble(Minimum);
        writer.WriteDouble(Maximum);
        writer.WriteInt64(Underflow);
        writer.WriteInt64(Overflow);
        writer.WriteArrayHeader(_counts.Length);
        foreach (long count in _counts)
        {
            writer.WriteInt64(count);
        }
    }

    /// <exception cref="InvalidDataException">The saved histogram has other bins.</exception>
    public void Restore(ref MessagePackReader reader)
    {
        int start = reader.Position;
        reader.ReadArrayHeader(5);
        double minimum = reader.ReadDouble();
        double maximum = reader.ReadDouble();
        Underflow = reader.ReadCount();
        Overflow = reader.ReadCount();
        int bins = reader.ReadArrayHeader();
        if (!HasBins(minimum, maximum, bins))
        {
            throw new InvalidDataException(
                $"Byte {start}: expected a histogram of {_counts.Length} bins from {Minimum} to {Maximum}, found {bins} from {minimum} to {maximum}.");
        }

        foreach (ref long count in _counts.AsSpan())
        {
            count = reader.ReadCount();
        }
    }

    private bool HasBins(double minimum, double maximum, int bins) =>
        minimum == Minimum && maximum == Maximum && bins == _counts.Length;

    /// <summary>The quotient alone may round across an edge: the edges decide.</summary>
    private int BinOf(double value)
    {
        int bin = Math.Min((int)((value - Minimum) / (Maximum - Minimum) * _counts.Length), _counts.Length - 1);
        if (value < Edge(bin))
        {
            return bin - 1;
        }

        return value >= Edge(bin + 1) ? bin + 1 : bin;
    }
}
