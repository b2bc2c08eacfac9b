namespace MarketSim.Benchmarks;

/// <summary>The measurements of a benchmark, over several repeats.</summary>
/// <param name="Name">The measured operation.</param>
/// <param name="Unit">Of the three figures.</param>
/// <param name="Beside">A figure to compare with and where it is from; may be empty.</param>
internal sealed record Measurement(string Benchmark, string Name, string Unit, double Median, double Lowest, double Highest, int Repeats, string Beside)
{
    public static Measurement Of(string benchmark, string name, string unit, IEnumerable<double> values, string beside = "")
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Measurement(benchmark, name, unit, median, sorted[0], sorted[^1], sorted.Length, beside);
    }
}
