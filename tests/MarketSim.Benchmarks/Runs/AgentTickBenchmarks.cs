using BenchmarkDotNet.Attributes;
using MarketSim.Results;
using MarketSim.Scenarios;

namespace MarketSim.Benchmarks.Runs;

/// <summary>Time and allocation of one agent in one tick, in whole runs of 10,000 agents that cancel and send an order on every tick; setting up and writing the tables is included.</summary>
[MemoryDiagnoser]
public class AgentTickBenchmarks
{
    private const int Agents = 10_000;
    private const int Ticks = 60;

    private readonly Scenario _scenario = RunBenchmark.NoiseOnly(Agents, RunBenchmark.ActiveParameters, Ticks);

    [Benchmark(OperationsPerInvoke = Agents * Ticks)]
    public async Task<long> AgentTick()
    {
        RunSummary summary = await RunBenchmark.RunAsync(_scenario, TimeProvider.System);
        return summary.Messages;
    }
}
