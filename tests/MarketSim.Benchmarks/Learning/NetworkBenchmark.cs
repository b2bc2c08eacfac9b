using System.Globalization;

namespace MarketSim.Benchmarks.Learning;

/// <summary>
/// Times of networks on one thread: forward, and forward, backward and optimiser step; then both engines side by side.
/// </summary>
internal static class NetworkBenchmark
{
    private const string Name = "networks";

    public static IReadOnlyList<Measurement> Measure(TimeProvider timeProvider, int repeats)
    {
        var measurements = new List<Measurement>();
        measurements.AddRange(MeasureProduct(timeProvider, repeats));
        foreach ((int rows, string forward, string both) in (ReadOnlySpan<(int, string, string)>)
            [(1, "20", "319"), (256, "139", "525"), (2_048, "956", "2,960")])
        {
            var workload = new MlpWorkload(rows);
            string name = string.Create(CultureInfo.InvariantCulture, $"MLP 32-64-64-8, batch {rows:N0}");
            measurements.Add(Time($"{name}, forward", workload.Forward, timeProvider, repeats, $"PyTorch 1.13: {forward}"));
            measurements.Add(Time($"{name}, forward + backward + Adam", workload.Train, timeProvider, repeats, $"PyTorch 1.13: {both}"));
        }

        var lstm = new LstmWorkload(steps: 64, sequences: 32);
        measurements.Add(Time("LSTM 32->128, 64 steps, batch 32, forward", lstm.Forward, timeProvider, repeats, "PyTorch 1.13: 11,300"));
        measurements.Add(Time("LSTM 32->128, 64 steps, batch 32, both ways", lstm.Both, timeProvider, repeats, "PyTorch 1.13: 31,800"));
        measurements.AddRange(EngineBenchmark.Measure(timeProvider, repeats));
        return measurements;
    }

    private static IEnumerable<Measurement> MeasureProduct(TimeProvider timeProvider, int repeats)
    {
        var product = new ProductWorkload(rows: 256, inner: 64, columns: 64);
        IEnumerable<double> rates = Repeat(product.Multiply, timeProvider, repeats).Select(micros => product.Operations / micros / 1_000);
        yield return Measurement.Of(Name, "product 256 x 64 x 64", "GFLOP/s", rates);
    }

    private static Measurement Time(string name, Action step, TimeProvider timeProvider, int repeats, string beside) =>
        Measurement.Of(Name, name, "µs", Repeat(step, timeProvider, repeats), beside);

    private static IReadOnlyList<double> Repeat(Action step, TimeProvider timeProvider, int repeats)
    {
        double[] micros = new double[repeats];
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            micros[repeat] = QuickestStretch.Micros(step, timeProvider);
        }

        return micros;
    }
}
