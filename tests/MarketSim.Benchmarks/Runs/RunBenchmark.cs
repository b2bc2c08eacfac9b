using MarketSim.Agents.Population;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Benchmarks.Runs;

/// <summary>Whole runs, as <c>marketsim run</c> makes them, in a folder that is deleted again: agents that act on every tick, the day of RMSC04, and the memory of idle agents.</summary>
internal static class RunBenchmark
{
    private const double AbidesSeconds = 20.9;
    private const int Seconds = 300;

    public const string ActiveParameters = "meanInterval: 1s, arrivals: regular, marketShare: 15%, meanDistance: 0.05";
    private const string IdleParameters = "meanInterval: 10h, marketShare: 15%, meanDistance: 0.05";

    public static async Task<IReadOnlyList<Measurement>> ActiveAsync(TimeProvider timeProvider, int repeats)
    {
        Scenario scenario = NoiseOnly(10_000, ActiveParameters, Seconds);
        long agentTicks = scenario.AgentCount * scenario.Market.Session.TickCount;
        List<double> rates = [];
        for (int repeat = -1; repeat < repeats; repeat++)
        {
            RunSummary summary = await RunAsync(scenario, timeProvider).ConfigureAwait(false);
            if (repeat >= 0)
            {
                rates.Add(agentTicks / summary.WallSeconds);
            }
        }

        return [Measurement.Of("agents", "10,000 agents that act on every tick (1 s), whole run", "agent-ticks/s", rates)];
    }

    public static async Task<IReadOnlyList<Measurement>> DayAsync(TimeProvider timeProvider, int repeats)
    {
        Scenario fine = ScenarioCatalog.Read("rmsc04");
        Scenario coarse = fine with
        {
            Market = fine.Market with { Session = new(fine.Market.Session.Open, fine.Market.Session.Close, tickNanoseconds: 1_000_000_000) },
        };
        return
        [
            await DayAsync(fine, "ticks of 10 ms", timeProvider, repeats).ConfigureAwait(false),
            await DayAsync(coarse, "ticks of 1 s, the coarser model", timeProvider, repeats).ConfigureAwait(false),
        ];
    }

    public static async Task<IReadOnlyList<Measurement>> MemoryAsync(TimeProvider timeProvider)
    {
        // The smaller one first: the working set does not shrink again.
        List<Measurement> individual = await MemoryAsync(NoiseOnly(100_000, IdleParameters, Seconds, AgentActors.Individual), "each an actor", "goal: 5,000", timeProvider).ConfigureAwait(false);
        return [.. individual, .. await MemoryAsync(NoiseOnly(1_000_000, IdleParameters, Seconds), "pooled", "goal: 1,000", timeProvider).ConfigureAwait(false)];
    }

    /// <summary>One-second ticks with noise agents only.</summary>
    public static Scenario NoiseOnly(int count, string parameters, int seconds, AgentActors actors = AgentActors.Pooled) => ScenarioReader.Read(
        $$"""
        name: noise-only
        seed: 1
        market:
          symbol: SIM
          tickSize: 0.01
          tick: 1s
          open: "09:30:00"
          length: {{seconds}}s
          initialPrice: 100.00
          fundamental: { type: constant }
        agents:
          - name: noise
            type: noise
            count: {{count}}
            actors: {{(actors is AgentActors.Pooled ? "pooled" : "individual")}}
            cash: 1000000
            latency: { median: 1ms, dispersion: 0.5, jitter: 100us }
            parameters: { {{parameters}} }
        output: { sampleInterval: 10s, trades: false }
        checkpoint: { every: off }
        """,
        "noise-only.yaml");

    private static async Task<List<Measurement>> MemoryAsync(Scenario scenario, string actors, string goal, TimeProvider timeProvider)
    {
        long heap = 0;
        long workingSet = 0;
        await RunAsync(scenario, timeProvider, _ =>
        {
            if (heap == 0)
            {
                heap = GC.GetTotalMemory(forceFullCollection: true);
            }

            workingSet = Math.Max(workingSet, Environment.WorkingSet);
        }).ConfigureAwait(false);
        string agents = FormattableString.Invariant($"{scenario.AgentCount:N0} mostly idle agents, {actors}");
        return
        [
            Measurement.Of("memory", $"{agents}, managed heap", "bytes/agent", [heap / (double)scenario.AgentCount]),
            Measurement.Of("memory", $"{agents}, largest working set", "bytes/agent", [workingSet / (double)scenario.AgentCount], goal),
        ];
    }

    private static async Task<Measurement> DayAsync(Scenario scenario, string name, TimeProvider timeProvider, int repeats)
    {
        List<double> seconds = [];
        RunSummary? last = null;
        for (int repeat = -1; repeat < repeats; repeat++)
        {
            last = await RunAsync(scenario, timeProvider).ConfigureAwait(false);
            if (repeat >= 0)
            {
                seconds.Add(last.WallSeconds);
            }
        }

        double ratio = AbidesSeconds / seconds.Order().ElementAt(seconds.Count / 2);
        return Measurement.Of(
            "day",
            FormattableString.Invariant($"rmsc04, {name}: {last!.Orders:N0} orders, {last.Trades:N0} trades"),
            "s",
            seconds,
            FormattableString.Invariant($"ABIDES: {AbidesSeconds} s, {ratio:0} times as long"));
    }

    public static async Task<RunSummary> RunAsync(Scenario scenario, TimeProvider timeProvider, Action<RunProgress>? progress = null)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("marketsim-bench-");
        try
        {
            RunResult result = await SimulationRun.StartAsync(
                scenario, Path.Combine(folder.FullName, "run"), new RunOptions { TimeProvider = timeProvider, Progress = progress }).ConfigureAwait(false);
            return result.Summary;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
