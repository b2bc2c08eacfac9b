using MarketSim.Cli.Terminal;
using MarketSim.Market.Venues;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Tests.Commands;

/// <summary>Whatever is wrong: one clear message, an exit code, nothing left behind.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("tick: 1s", "tik: 1s", "small.yaml:6: market.tik is not a known key; did you mean tick?", 2)]
    [InlineData("tick: 1s", "tick: 1", "small.yaml:6: market.tick is 1; it must be a time span", 1)]
    [InlineData("count: 80", "count: -80", "small.yaml:14: agents[0].count is -80; it must be a whole number from 1", 1)]
    [InlineData("type: value", "type: valeu", "small.yaml:18: agents[1].type: valeu is not a known strategy; did you mean value?", 1)]
    public async Task Wrong_scenario_is_refused_by_run_and_by_validate(string found, string replacement, string message, int problems)
    {
        string path = _work.Write("small.yaml", Workplace.SmallScenario.Replace(found, replacement, StringComparison.Ordinal));
        IReadOnlyList<string> before = _work.Entries();

        foreach (string[] args in new[] { new[] { "run", path, "--output", _work.PathOf("out") }, ["scenario", "validate", path] })
        {
            CommandRun run = await CommandRun.OfAsync(args);

            Assert.Equal(ExitCode.WrongUse, run.ExitCode);
            Assert.Equal(string.Empty, run.Output);
            Assert.Equal(problems, run.ErrorLines.Count);
            Assert.All(run.ErrorLines, line => Assert.StartsWith($"{path}:", line, StringComparison.Ordinal));
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
            AssertNoStackTrace(run);
        }

        Assert.Equal(before, _work.Entries());
    }

    [Theory]
    [InlineData("run {0}/none.yaml", "none.yaml: there is no such file")]
    [InlineData("run quickstrat", "quickstrat is not a built-in scenario; did you mean quickstart?")]
    [InlineData("theory execution --seed -1", "--seed is -1; it must be a whole number from 0 to 18446744073709551615, e.g. 1")]
    [InlineData("theory execution --output /nowhere/theory.html", "its folder /nowhere does not exist")]
    [InlineData("run quickstart --seed seven", "--seed is seven; it must be a whole number from 0 to 18446744073709551615, e.g. 1")]
    [InlineData("run quickstart --threads 0", "--threads is 0; it must be a whole number from 1 to 1024, e.g. --threads 4")]
    [InlineData("realism realistic --sessions 0", "--sessions is 0; it must be a whole number from 1 to 1,000, e.g. 20")]
    [InlineData("realism ablate realistic --jobs 0", "--jobs is 0; it must be a whole number from 1 to 64, e.g. 2")]
    [InlineData("realism", "Required argument 'source' missing")]
    [InlineData("run quickstart --outptu x", "--outptu is not known to `marketsim run`; did you mean --output?")]
    [InlineData("run quickstart --output {0}/small.yaml/below", "The folder {0}/small.yaml/below cannot be made: ")]
    [InlineData("run", "Required argument 'scenario' missing")]
    [InlineData("jog quickstart", "jog is not known to `marketsim`; known are run, resume, replay, report, watch, realism, calibrate, evaluate, export, sweep, scenario, serve, node, cluster, fetch, bench, theory")]
    [InlineData("resume {0}/none", "There is no run folder {0}/none.")]
    [InlineData("resume {0}", "{0} is not a run folder: it holds no scenario.yaml.")]
    [InlineData("report {0}/none", "There is no run folder {0}/none.")]
    [InlineData("scenario show quickstrat", "quickstrat is not a built-in scenario; did you mean quickstart?")]
    [InlineData("scenario validate {0}", "{0}: this is a folder; name the scenario file in it")]
    public async Task Wrong_use_is_told_and_leaves_nothing_behind(string command, string message)
    {
        IReadOnlyList<string> before = _work.Entries();

        CommandRun run = await CommandRun.OfAsync(Fill(command).Split(' '));

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.Contains(Fill(message), run.ErrorLines[0], StringComparison.Ordinal);
        AssertNoStackTrace(run);
        Assert.Equal(before, _work.Entries());
    }

    [Fact]
    public async Task Folder_that_is_taken_is_not_touched()
    {
        Directory.CreateDirectory(_work.PathOf("taken"));
        _work.Write("taken/thesis.txt", "years of work");
        IReadOnlyList<string> before = _work.Entries();

        CommandRun run = await CommandRun.OfAsync("run", _work.Scenario, "--output", _work.PathOf("taken"));

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.Contains("exists and is not empty; a run never overwrites another.", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(before, _work.Entries());
    }

    [Theory]
    [InlineData("resume")]
    [InlineData("report")]
    [InlineData("realism")]
    public async Task Run_whose_actions_a_client_chose_is_not_touched(string command)
    {
        Directory.CreateDirectory(_work.PathOf("served"));
        _work.Write("served/scenario.yaml", Workplace.SmallScenario);
        _work.Write("served/request.json", "{}");
        _work.Write("served/run.json", """{ "kind": "served", "status": "finished" }""");
        _work.Write("served/trades.csv", "tick\n1\n");
        IReadOnlyList<string> before = _work.Entries();

        CommandRun run = await CommandRun.OfAsync(command, _work.PathOf("served"));

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.Contains($"marketsim replay {_work.PathOf("served")} repeats it", run.Error, StringComparison.Ordinal);
        Assert.Equal("tick\n1\n", await File.ReadAllTextAsync(_work.PathOf("served", "trades.csv")));
        Assert.Equal(before, _work.Entries());
    }

    [Theory]
    [InlineData("moment,value\n", "noise.meanInterval=30s..120s", "targets.csv:1: the first line must be moment,value,error")]
    [InlineData("moment,value,error\nlog_trade,3,0.1\n", "noise.meanInterval=30s..120s", "targets.csv:2: column 'moment' is 'log_trade'; it must be one of log_volatility")]
    [InlineData("moment,value,error\nlog_trades,3,0.1\nlog_trades,4,0.1\n", "noise.meanInterval=30s..120s", "targets.csv:3: moment log_trades is given twice")]
    [InlineData("moment,value,error\nlog_trades,3,0.1\n", "noise.meanInterval=30s..120s,noise.meanInterval=1s..2s", "--parameters: noise.meanInterval is given twice")]
    [InlineData("moment,value,error\nlog_trades,3,0.1\n", "noise.interval=30s..120s", "--parameters: noise has no parameter interval; ")]
    public async Task Wrong_calibration_is_refused_in_one_line(string targets, string parameters, string message)
    {
        string path = _work.Write("targets.csv", targets);
        IReadOnlyList<string> before = _work.Entries();

        CommandRun run = await CommandRun.OfAsync("calibrate", _work.Scenario, "--targets", path, "--parameters", parameters, "--output", _work.PathOf("out"));

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.Contains(message, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, _work.Entries());
    }

    [Fact]
    public async Task Finished_run_is_not_resumed()
    {
        await CommandRun.OfAsync("run", _work.Scenario, "--output", _work.PathOf("done"), "--no-report");
        string before = await File.ReadAllTextAsync(_work.PathOf("done", "run.json"));

        CommandRun run = await CommandRun.OfAsync("resume", _work.PathOf("done"));

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.Equal(string.Empty, run.Output);
        Assert.Contains("is finished; there is nothing to resume.", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(_work.PathOf("done", "run.json")));
    }

    [Theory]
    [InlineData("*.manifest")]
    [InlineData("*.parts")]
    public async Task Corrupt_checkpoint_is_named_and_nothing_is_written(string files)
    {
        await InterruptAtOnceAsync(_work.PathOf("cut"));
        string damaged = Directory.EnumerateFiles(_work.PathOf("cut", "checkpoints"), files).First();
        byte[] content = await File.ReadAllBytesAsync(damaged);
        content[content.Length / 2] ^= 0x40;
        await File.WriteAllBytesAsync(damaged, content);
        string before = await File.ReadAllTextAsync(_work.PathOf("cut", "run.json"));

        CommandRun run = await CommandRun.OfAsync("resume", _work.PathOf("cut"));

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains(damaged, run.Error, StringComparison.Ordinal);
        Assert.Contains("damaged", run.Error, StringComparison.Ordinal);
        AssertNoStackTrace(run);
        Assert.Equal(before, await File.ReadAllTextAsync(_work.PathOf("cut", "run.json")));
    }

    [Fact]
    public async Task Report_of_a_run_with_a_malformed_table_names_file_and_line()
    {
        await CommandRun.OfAsync("run", _work.Scenario, "--output", _work.PathOf("done"), "--no-report");
        string table = _work.PathOf("done", "metrics.csv");
        string[] lines = await File.ReadAllLinesAsync(table);
        lines[2] = lines[2].Replace(',', ';');
        await File.WriteAllLinesAsync(table, lines);

        CommandRun run = await CommandRun.OfAsync("report", _work.PathOf("done"));

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.Contains("metrics.csv:3", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        AssertNoStackTrace(run);
        Assert.False(File.Exists(_work.PathOf("done", "report.html")));
    }

    private string Fill(string text) => text.Replace("{0}", _work.Folder, StringComparison.Ordinal);

    private async Task InterruptAtOnceAsync(string folder)
    {
        using var interrupt = new CancellationTokenSource();
        await interrupt.CancelAsync();
        Scenario scenario = ScenarioReader.ReadFile(_work.Scenario);
        TradingSession session = scenario.Market.Session;

        // So long that it cannot be over before it hears of the interruption.
        var longer = new TradingSession(session.Open, session.Open + (50 * session.Length), session.TickNanoseconds);
        RunResult result = await SimulationRun.StartAsync(
            scenario with { Market = scenario.Market with { Session = longer } }, folder, new RunOptions { TimeProvider = TimeProvider.System, Interrupt = interrupt.Token });
        Assert.Equal(RunStatus.Interrupted, result.Summary.Status);
    }

    private static void AssertNoStackTrace(CommandRun run)
    {
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", run.Error, StringComparison.Ordinal);
    }
}
