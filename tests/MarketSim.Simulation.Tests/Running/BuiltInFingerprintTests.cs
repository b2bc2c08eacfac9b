using MarketSim.Agents.Population;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>
/// The built-in scenarios of seed 1 have the fingerprints that they had at first (those of version 0.3.0 from then on), however they are executed. Here they are interrupted; that a process that
/// is killed continues to the same result is shown of each of them by the command line's <c>KilledRunTests</c>.
/// </summary>
public sealed class BuiltInFingerprintTests
{
    private static readonly Dictionary<string, string> Fingerprints = new(StringComparer.Ordinal)
    {
        ["quickstart"] = "4f286857c1c0c8de357d29acfd27012f54f04eb7ef5e621e8da349a6abf0866a",
        ["rmsc04"] = "782a80990124cf0a691058d6d8de8d3352b1a062cbf74819d02097e31e6b2285",
        ["crowd"] = "f6cca2c7e6b4020fc1aa709e4e44a0c5528b5b1224e8a19a3dead5d8458206e3",
        ["multi-agent-training"] = "0ee3d1a3d9315f77e7085ce25ca4681b28b5f4d7290097d8065e552814ffb9d0",
        ["hierarchical"] = "4bf2eaf51e0e6d44635fae9fbb2224b0212cc4bbf94e3bfb07d119d8e854279c",
        ["academy"] = "7edf9ddda962f7da97d114b09c763d7fcfd86eb33b25d6c28e8ed1d1e5cff29a",
        ["curriculum"] = "3936ea00b0f78249a4602d9f30bb912cc74176aca1d853fc731728e056902ac7",
        ["imitation"] = "8557245c810c98ca78ffdddd1de48fe65e1f72c61d84f73634bc600558799bd4",
        ["arena"] = "df7f07597745da69a3bb3f563ea7d48c3f9c7f2a62eb2a37e9ecdf2231fe70db",
    };

    public static TheoryData<string, int, int, bool> Executions()
    {
        var executions = new TheoryData<string, int, int, bool>();
        foreach (string scenario in Fingerprints.Keys.Order(StringComparer.Ordinal))
        {
            foreach (int partitions in new[] { 1, 2, 7 })
            {
                foreach (int threads in new[] { 1, 2 })
                {
                    executions.Add(scenario, partitions, threads, true);
                    executions.Add(scenario, partitions, threads, false);
                }
            }
        }

        return executions;
    }

    [Theory]
    [InlineData("quickstart", 7, 2, false)]
    [InlineData("quickstart", 1, 1, true)]
    [InlineData("rmsc04", 2, 2, false)]
    [InlineData("imitation", 3, 2, true)]
    [InlineData("curriculum", 5, 2, true)]
    public Task Fingerprint_is_that_of_the_version_before(string scenario, int partitions, int threads, bool pooled) =>
        AssertFingerprintAsync(scenario, partitions, threads, pooled);

    [LongTheory(nameof(BuiltInFingerprintTests))]
    [MemberData(nameof(Executions))]
    public Task Fingerprint_depends_on_no_way_of_execution(string scenario, int partitions, int threads, bool pooled) =>
        AssertFingerprintAsync(scenario, partitions, threads, pooled);

    [LongTheory(nameof(BuiltInFingerprintTests))]
    [InlineData("quickstart", false)]
    [InlineData("quickstart", true)]
    [InlineData("rmsc04", false)]
    [InlineData("rmsc04", true)]
    [InlineData("crowd", false)]
    [InlineData("crowd", true)]
    [InlineData("hierarchical", false)]
    [InlineData("multi-agent-training", false)]
    [InlineData("multi-agent-training", true)]
    [InlineData("arena", false)]
    [InlineData("arena", true)]
    [InlineData("imitation", false)]
    [InlineData("imitation", true)]
    public async Task Interrupted_and_resumed_in_another_way_the_run_has_the_same_fingerprint(string scenario, bool pooled)
    {
        using var folder = new TemporaryFolder();
        using var interrupt = new CancellationTokenSource();
        Scenario before = Read(scenario, pooled);
        long half = before.Market.Session.TickCount / 2;
        RunOptions options = SmallMarket.Options(partitions: 2, progress: progress => Cancel(progress, half, interrupt), interrupt: interrupt.Token);
        RunResult interrupted = await SimulationRun.StartAsync(before, folder.Path, options);

        RunResult resumed = await SimulationRun.ResumeAsync(Read(scenario, !pooled), folder.Path, SmallMarket.Options(partitions: 5, threads: 1));

        Assert.Equal(RunStatus.Interrupted, interrupted.Summary.Status);
        Assert.Equal(Fingerprints[scenario], resumed.Summary.Fingerprint);
    }

    private static void Cancel(RunProgress progress, long afterTick, CancellationTokenSource interrupt)
    {
        if (progress.Tick >= afterTick)
        {
            interrupt.Cancel();
        }
    }

    private static async Task AssertFingerprintAsync(string scenario, int partitions, int threads, bool pooled)
    {
        RunSummary summary = await SmallMarket.RunAsync(Read(scenario, pooled), partitions, threads);

        Assert.Equal(RunStatus.Finished, summary.Status);
        Assert.Equal(Fingerprints[scenario], summary.Fingerprint);
    }

    private static Scenario Read(string scenario, bool pooled) =>
        (ScenarioCatalog.Read(scenario) with { Seed = 1 }).As(pooled ? AgentActors.Pooled : AgentActors.Individual);
}
