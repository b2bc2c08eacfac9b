using BenchmarkDotNet.Attributes;
using MarketSim.Market.Book;

namespace MarketSim.Benchmarks.Book;

/// <summary>Messages per second of the book on one thread, every event copied into a ring of 4,096; 1 / mean is the rate.</summary>
/// <remarks>Left out: making the messages, and the opening of the book.</remarks>
[MemoryDiagnoser]
public class OrderBookBenchmarks
{
    private const int Messages = 2_000_000;

    private readonly BookEvent[] _ring = new BookEvent[4_096];
    private BookWorkload _workload = null!;
    private OrderBook _book = null!;

    [Params("shallow", "deep", "drifting")]
    public string Workload { get; set; } = "";

    [GlobalSetup]
    public void DrawMessages() => _workload = Workload switch
    {
        "shallow" => BookWorkload.Shallow(Messages, seed: 1),
        "deep" => BookWorkload.Deep(Messages, seed: 1),
        _ => BookWorkload.Drifting(Messages, seed: 1),
    };

    [IterationSetup]
    public void OpenBook() => _book = _workload.OpenBook();

    [Benchmark(OperationsPerInvoke = Messages)]
    public long Message()
    {
        RecordingSink sink = new(_ring);
        _workload.Run(_book, ref sink);
        return sink.Count;
    }
}
