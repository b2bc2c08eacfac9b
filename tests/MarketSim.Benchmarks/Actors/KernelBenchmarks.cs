using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using MarketSim.Actors;
using MarketSim.Cli.Benchmarks;

namespace MarketSim.Benchmarks.Actors;

/// <summary>
/// Time and allocation per message on the thread-pool dispatcher; handlers do nothing but answer. Making and stopping the
/// actors is included. To compare with Akka.NET 1.5.27 on two cores: 256 ns (1 pair, 1 in flight), 45 ns (1, 100), 71 ns (1,000, 10).
/// </summary>
[Config(typeof(BothCollectors))]
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private const int Messages = 2_000_000;

    private ActorSystem? _system;

    [Params(1, 16, 1_000)]
    public int Pairs { get; set; }

    [Params(1, 10, 100)]
    public int InFlight { get; set; }

    [GlobalSetup]
    public void Start() => _system = new ActorSystem("benchmark", new ActorSystemOptions { TimeProvider = TimeProvider.System });

    [GlobalCleanup]
    public Task StopAsync() => _system!.TerminateAsync();

    [Benchmark(OperationsPerInvoke = Messages)]
    public Task PingPong() => new KernelWorkload(Pairs, InFlight, Messages / Pairs).RunAsync(_system!);

    private sealed class BothCollectors : ManualConfig
    {
        public BothCollectors()
        {
            AddJob(Job.ShortRun.WithGcServer(value: false).WithId("workstation GC"));
            AddJob(Job.ShortRun.WithGcServer(value: true).WithId("server GC"));
        }
    }
}
