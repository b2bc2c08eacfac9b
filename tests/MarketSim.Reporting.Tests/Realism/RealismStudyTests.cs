using System.Text.Json;
using MarketSim.Experiments.Impact;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Reporting.Calibration;
using MarketSim.Reporting.Realism;
using MarketSim.Reporting.Tests.Runs;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;
using Xunit.Abstractions;

namespace MarketSim.Reporting.Tests.Realism;

public sealed class RealismStudyTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Short_runs_are_evaluated_with_intervals_and_drawn()
    {
        using var folder = new TemporaryFolder();
        var study = new RealismStudy("realistic");
        foreach (ulong seed in new ulong[] { 101, 102 })
        {
            study.Add(await RunAsync(Shortened("realistic", minutes: 40) with { Seed = seed }, Path.Combine(folder.Path, $"seed-{seed}")));
        }

        string page = study.Write(Path.Combine(folder.Path, "realism.html"));
        IReadOnlyList<RealismRow> rows = study.Rows();
        RealismRow signs = rows.Single(row => row.Name.StartsWith("Memory of order signs", StringComparison.Ordinal));
        RealismRow tail = rows.Single(row => row.Name.StartsWith("Tail index", StringComparison.Ordinal));

        Assert.Equal(10, rows.Count);
        Assert.Equal(2, signs.Values.Count);
        Assert.True(signs.Interval.Lower <= signs.Mean && signs.Mean <= signs.Interval.Upper);
        Assert.Equal("not enough data", tail.Verdict);
        Assert.Contains("Signature plot", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
        Assert.Equal(10, JsonDocument.Parse(study.ToJson()).RootElement.GetProperty("facts").GetArrayLength());
    }

    [Fact]
    public async Task Days_of_a_week_are_cut_apart()
    {
        using var folder = new TemporaryFolder();
        Scenario week = Shortened("realistic", minutes: 40);
        week = week with { Market = week.Market with { Activity = new ActivityProfile(3, 3, 20 * 60 * SimulatedTime.NanosecondsPerSecond) } };
        string run = await RunAsync(week, folder.Path);

        MarketSim.Reporting.Series.EpisodeBorders borders = MarketSim.Reporting.Realism.RealismRun.BordersOf(run, MarketSim.Results.SummaryFile.Read(run));

        Assert.True(borders.HasSeveral);
        Assert.Equal(1_200, borders.EpisodeSeconds);
    }

    [Fact]
    public void Five_sessions_of_realistic_are_realistic_week()
    {
        Scenario week = ScenarioCatalog.Read("realistic-week");
        Scenario sessions = RealismStudy.OverSessions(ScenarioCatalog.Read("realistic"), 5);

        Assert.Equal(week.Digest(), (sessions with { Name = week.Name, Description = week.Description }).Digest());
        Assert.Equal(week.Market.Session.Length, RealismStudy.OverSessions(week, 5).Market.Session.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => RealismStudy.OverSessions(week, 0));
    }

    [Fact]
    public async Task Calibration_that_is_called_again_simulates_nothing_again_and_ends_the_same()
    {
        // What share of orders of noise traders are market orders is told by the number of trades, where they are alone with the providers.
        Scenario all = Shortened("realistic", minutes: 30);
        Scenario truth = all with { Agents = [.. all.Agents.Where(agents => agents.Name is "noise" or "provider")] };
        using var folder = new TemporaryFolder();
        IReadOnlyList<MomentTarget> targets = [.. (await MomentTargets.OfAsync(truth, [31, 32, 33, 34], new LocalMoments(jobs: 2))).Where(target => target.Name is "log_trades")];
        CalibrationParameter parameter = CalibrationParameter.Parse("noise.marketShare=1%..40%", truth);
        string ledger = Path.Combine(folder.Path, "evaluations.csv");

        CalibrationResult result = await new MomentCalibration(truth, [parameter], targets, [1, 2, 3], new LocalMoments(jobs: 2), ledger).RunAsync(budget: 12);
        long evaluated = File.ReadLines(ledger).LongCount();
        CalibrationResult again = await new MomentCalibration(truth, [parameter], targets, [1, 2, 3], new LocalMoments(jobs: 2), ledger).RunAsync(budget: 12);

        output.WriteLine($"{result.Parameters[0].Estimate:0.000} ± {result.Parameters[0].Error:0.000}; the truth is 0.050");
        Assert.True(double.IsFinite(result.Objective));

        // What was evaluated is not simulated again, and the result is the same.
        Assert.Equal(evaluated, File.ReadLines(ledger).LongCount());
        Assert.Equal(result.Parameters[0].Estimate, again.Parameters[0].Estimate);
    }

    [Fact]
    public async Task Moments_of_a_run_s_tables_are_those_of_the_session_in_memory_but_for_a_tick_of_the_mid_price()
    {
        Scenario scenario = SimulatedMoments.Measured(Shortened("realistic", minutes: 120));
        using var folder = new TemporaryFolder();
        await SimulationRun.StartAsync(scenario, Path.Combine(folder.Path, "run"), new RunOptions { TimeProvider = TimeProvider.System });

        double[] fromTables = SimulatedMoments.Read(Path.Combine(folder.Path, "run"));
        double[] inMemory = SimulatedMoments.Of(scenario);

        foreach ((int moment, string name) in SimulatedMoments.Names.Index())
        {
            output.WriteLine($"{name}: {fromTables[moment]:0.0000}, in memory {inMemory[moment]:0.0000}");
            bool isOfTrades = name is "log_trades" or "log_gap_variation" || name.StartsWith("sign_", StringComparison.Ordinal);
            Assert.InRange(fromTables[moment] - inMemory[moment], isOfTrades ? -1e-6 : -0.1, isOfTrades ? 1e-6 : 0.1);
        }
    }

    [Fact]
    public void Large_orders_move_the_price_and_the_rest_of_the_market_is_the_same_until_they_come()
    {
        Scenario market = Shortened("realistic", minutes: 30);
        var without = new ProbedMarket(market, new ImpactPlan(Market.Orders.Side.Buy, 0, 600, 300));
        var with = new ProbedMarket(market, new ImpactPlan(Market.Orders.Side.Buy, 20_000, 600, 300));
        var plain = new ProbedMarket(market, plan: null);
        without.RunTo(1_200);
        with.RunTo(1_200);
        plain.RunTo(600);

        Assert.Equal(plain.Mids.Take(600), without.Mids.Take(600));
        Assert.Equal(without.Mids.Take(600), with.Mids.Take(600));
        Assert.True(with.ProbeLots > 5_000, $"{with.ProbeLots} lots");
        Assert.True(with.Mids[905] > without.Mids[905] + 5, $"{with.Mids[905]} against {without.Mids[905]}");
    }

    /// <summary>The gate of 20 fresh seeds, each a month of 20 sessions; REALISM.md keeps what was seen.</summary>
    [LongFact(nameof(RealismStudyTests))]
    public void Facts_hold_on_twenty_fresh_seeds()
    {
        Scenario scenario = RealismStudy.OverSessions(ScenarioCatalog.Read("realistic"), 20);
        var study = new RealismStudy(scenario.Name);
        study.Simulate(scenario, [.. Enumerable.Range(4_001, 20).Select(seed => (ulong)seed)], jobs: 2);
        foreach (RealismRow row in study.Rows())
        {
            output.WriteLine($"{row.Name}: {row.Verdict}, {row.Summary}");
        }

        Assert.All(study.Rows(), row => Assert.True(row.Met >= 16, $"{row.Name}: {row.Verdict}, {row.Summary}"));
    }

    [Fact]
    public async Task A_session_without_a_folder_is_the_same_market()
    {
        using var folder = new TemporaryFolder();
        Scenario scenario = Shortened("realistic", minutes: 20) with { Seed = 103 };
        var fromFolder = new RealismStudy("folder");
        fromFolder.Add(await RunAsync(scenario, Path.Combine(folder.Path, "run")));
        var inMemory = new RealismStudy("memory");
        inMemory.Simulate(scenario, [103], jobs: 1);

        // Facts of trades are equal; those of prices are sampled up to a tick earlier, and from the first second on.
        foreach (string name in new[] { "Memory of order signs", "Times between trades", "Volume over the day" })
        {
            Assert.Equal(Value(fromFolder, name), Value(inMemory, name), 1e-6);
        }

        static double Value(RealismStudy study, string name) => study.Rows().Single(row => row.Name.StartsWith(name, StringComparison.Ordinal)).Values[0];
    }

    [Fact]
    public void Every_mechanism_of_realistic_can_be_taken_out_and_leaves_a_scenario_that_can_be_written_and_read()
    {
        Scenario scenario = ScenarioCatalog.Read("realistic");
        IReadOnlyList<Ablation> ablations = Ablation.Of(scenario);

        Assert.Equal(ablations.Count, ablations.Select(ablation => ablation.Without.Digest()).Distinct(StringComparer.Ordinal).Count());
        Assert.Contains(ablations, ablation => ablation.Name == "splitting");
        Assert.Contains(ablations, ablation => ablation.Name == "power-law-return");
        Assert.All(ablations, ablation => Assert.Equal(ablation.Without.Digest(), ScenarioReader.Read(ScenarioWriter.Write(ablation.Without), "ablation.yaml").Digest()));
    }

    private static Scenario Shortened(string name, int minutes)
    {
        Scenario scenario = ScenarioCatalog.Read(name);
        TradingSession session = scenario.Market.Session;
        return scenario with
        {
            Market = scenario.Market with { Session = new TradingSession(session.Open, session.Open + (minutes * 60 * SimulatedTime.NanosecondsPerSecond), session.TickNanoseconds) },
            Output = new ScenarioOutput { SampleIntervalNanoseconds = SimulatedTime.NanosecondsPerSecond, BookLevels = 1, Trades = true },
        };
    }

    private static async Task<string> RunAsync(Scenario scenario, string folder)
    {
        RunResult result = await SimulationRun.StartAsync(scenario, folder, new RunOptions { TimeProvider = TimeProvider.System });
        Assert.Equal(RunStatus.Finished, result.Summary.Status);
        return result.Folder;
    }
}
