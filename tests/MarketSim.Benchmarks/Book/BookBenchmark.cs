using MarketSim.Market.Book;

namespace MarketSim.Benchmarks.Book;

/// <summary>Messages per second of the order book on one thread, every event copied into a ring. Making the messages is left out.</summary>
internal static class BookBenchmark
{
    private const int Messages = 2_000_000;
    private const ulong Seed = 1;

    public static IReadOnlyList<Measurement> Measure(TimeProvider timeProvider, int repeats) =>
    [
        .. Measure("shallow book", BookWorkload.Shallow(Messages, Seed), timeProvider, repeats, "C++ std::map book, events counted only: 11 to 13 M"),
        .. Measure("18,000 resting orders", BookWorkload.Deep(Messages, Seed), timeProvider, repeats, "ABIDES: 7,000 to 10,500"),
        .. Measure("price climbing to 10 M ticks", BookWorkload.Drifting(Messages, Seed), timeProvider, repeats, string.Empty),
    ];

    private static IEnumerable<Measurement> Measure(string name, BookWorkload workload, TimeProvider timeProvider, int repeats, string beside)
    {
        var ring = new BookEvent[4_096];
        var rates = new List<double>();
        var allocations = new List<double>();

        // The first two runs are for the compiler.
        for (int repeat = -2; repeat < repeats; repeat++)
        {
            OrderBook book = workload.OpenBook();
            var sink = new RecordingSink(ring);
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            long started = timeProvider.GetTimestamp();
            workload.Run(book, ref sink);
            TimeSpan elapsed = timeProvider.GetElapsedTime(started);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (repeat >= 0)
            {
                rates.Add(workload.MessageCount / elapsed.TotalSeconds);
                allocations.Add(allocated / (double)workload.MessageCount);
            }
        }

        yield return Measurement.Of("book", name, "messages/s", rates, beside);
        yield return Measurement.Of("book", $"{name}, allocation", "bytes/message", allocations);
    }
}
