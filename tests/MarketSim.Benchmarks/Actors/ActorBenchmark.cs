using Akka.Actor;
using MarketSim.Simulation.Hosting;

namespace MarketSim.Benchmarks.Actors;

/// <summary>Messages per second between actors on the dispatcher that carries a run.</summary>
internal static class ActorBenchmark
{
    private const long Messages = 10_000_000;

    private static readonly (int Pairs, int InFlight)[] Workloads = [(1, 1), (1, 100), (16, 1), (1_000, 10)];

    public static async Task<IReadOnlyList<Measurement>> MeasureAsync(TimeProvider timeProvider, int repeats)
    {
        var measurements = new List<Measurement>();
        ActorSystem system = ActorSystem.Create("bench", RunDispatchers.Settings(Environment.ProcessorCount));
        foreach ((int pairs, int inFlight) in Workloads)
        {
            var workload = new ActorWorkload(pairs, inFlight, Messages / pairs);
            await workload.RunAsync(system).ConfigureAwait(false);
            var rates = new List<double>();
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                long started = timeProvider.GetTimestamp();
                await workload.RunAsync(system).ConfigureAwait(false);
                rates.Add(workload.Messages / timeProvider.GetElapsedTime(started).TotalSeconds);
            }

            measurements.Add(Measurement.Of("actors", $"{pairs} {(pairs == 1 ? "pair" : "pairs")}, {inFlight} in flight", "messages/s", rates));
        }

        await system.Terminate().ConfigureAwait(false);
        return measurements;
    }
}
