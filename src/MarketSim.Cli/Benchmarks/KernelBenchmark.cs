using MarketSim.Actors;

namespace MarketSim.Cli.Benchmarks;

/// <summary>Messages per second of the actor kernel on the thread-pool dispatcher.</summary>
internal static class KernelBenchmark
{
    private const long Messages = 10_000_000;

    private static readonly (int Pairs, int InFlight, string Beside)[] Workloads =
    [
        (1, 1, "Akka.NET 1.5.27: 3.9 M"),
        (1, 100, "Akka.NET 1.5.27: 22 M"),
        (16, 1, "Akka.NET 1.5.27: 19 M"),
        (1_000, 10, "Akka.NET 1.5.27: 14 M"),
    ];

    public static async Task<IReadOnlyList<Measurement>> MeasureAsync(TimeProvider timeProvider, int repeats)
    {
        var measurements = new List<Measurement>();
        await using var system = new ActorSystem("bench", new ActorSystemOptions { TimeProvider = timeProvider });
        foreach ((int pairs, int inFlight, string beside) in Workloads)
        {
            var workload = new KernelWorkload(pairs, inFlight, Messages / pairs);
            await workload.RunAsync(system).ConfigureAwait(false);
            var rates = new List<double>();
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                long started = timeProvider.GetTimestamp();
                await workload.RunAsync(system).ConfigureAwait(false);
                rates.Add(workload.Messages / timeProvider.GetElapsedTime(started).TotalSeconds);
            }

            measurements.Add(Measurement.Of("kernel", $"{pairs} {(pairs == 1 ? "pair" : "pairs")}, {inFlight} in flight", "messages/s", rates, beside));
        }

        return measurements;
    }
}
