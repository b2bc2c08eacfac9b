using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Hierarchical.Usage;

/// <summary>
/// Counts options by what the controller saw when it chose: each element of the observation falls into one of six bins by its distance from the running
/// mean.
/// </summary>
internal sealed class StateBins(int options, int elements)
{
    private const int Bins = 6;

    // In deviations from the mean: bins that a normal element falls into about equally often.
    private static readonly double[] Edges = [-0.967, -0.431, 0, 0.431, 0.967];
    private readonly long[] _counts = new long[elements * Bins * options];
    private readonly double[] _means = new double[elements];
    private readonly double[] _squares = new double[elements];
    private long _seen;

    public void Add(int option, ReadOnlySpan<float> observation)
    {
        _seen++;
        for (int element = 0; element < elements; element++)
        {
            double value = observation[element];
            double before = value - _means[element];
            _means[element] += before / _seen;
            _squares[element] += before * (value - _means[element]);
            double deviation = Math.Sqrt(_squares[element] / _seen);
            int bin = 0;
            while (bin < Edges.Length && value - _means[element] > Edges[bin] * deviation)
            {
                bin++;
            }

            _counts[(((element * Bins) + bin) * options) + option]++;
        }
    }

    /// <summary>Information of the element that tells the most, less what as many counts tell by chance (Miller 1955); in nats.</summary>
    public double Information()
    {
        double best = 0;
        for (int element = 0; element < elements; element++)
        {
            ReadOnlySpan<long> counts = _counts.AsSpan(element * Bins * options, Bins * options);
            long total = 0;
            foreach (long count in counts)
            {
                total += count;
            }

            double bias = total == 0 ? 0 : (Bins - 1) * (options - 1) / (2.0 * total);
            best = Math.Max(best, total == 0 ? 0 : MutualInformation.Of(counts, options) - bias);
        }

        return best;
    }

    /// <summary>Begins a window; the moments continue.</summary>
    public void Clear() => Array.Clear(_counts);

    public void Reset()
    {
        Clear();
        Array.Clear(_means);
        Array.Clear(_squares);
        _seen = 0;
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.WriteInt64(_seen);
        StateArrays.Write(writer, _counts);
        StateArrays.Write(writer, _means);
        StateArrays.Write(writer, _squares);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(4);
        _seen = reader.ReadCount();
        StateArrays.Read(ref reader, _counts);
        StateArrays.Read(ref reader, _means);
        StateArrays.Read(ref reader, _squares);
    }
}
