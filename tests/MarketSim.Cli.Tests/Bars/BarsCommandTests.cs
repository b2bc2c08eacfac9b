using System.Text.Json;
using MarketSim.Cli.Terminal;
using MarketSim.Cli.Tests.Sessions;

namespace MarketSim.Cli.Tests.Bars;

public sealed class BarsCommandTests : IDisposable
{
    private const string Yaml = """
        name: tiny-bars
        description: One learner on generated bars.
        seed: 3
        bars:
          generated: { count: 200, persistence: 0.3 }
          split: { folds: 2, testBars: 60 }
        environment: { episodeBars: 30, barLengths: [1], lags: 2, volatilityBars: 6, barsPerYear: 252, actions: trades, sizes: [0.5, 1] }
        learners:
          - name: pupil
            type: a2c
            steps: 400
            seeds: 2
            environments: 2
            parameters: { hiddenSize: 8, stepsPerUpdate: 20 }
        """;

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Bars_are_validated_trained_evaluated_and_reported_by_command()
    {
        string scenario = _work.Write("tiny-bars.yaml", Yaml);

        CommandRun validated = await CommandRun.OfAsync("scenario", "validate", scenario);
        Assert.Equal($"{scenario} is right: 1 learners, 4 trainings in 2 folds of 60 test bars behind gaps of 7.\nbars: 200 generated bars of 1 day: 2000-01-01 to 2000-07-18; 365.25 bars a year; figures per year count 252 (barsPerYear)\n", validated.Output);

        CommandRun run = await CommandRun.OfAsync("run", scenario, "--output", _work.PathOf("run"), "--threads", "1");
        Assert.Equal(string.Empty, run.Error);
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("pupil on unseen bars", run.Output, StringComparison.Ordinal);
        Assert.Equal("finished", _work.SummaryText("run", "status"));
        foreach (string file in new[] { "scenario.yaml", "evaluation.csv", "evaluation-episodes.csv", "evaluation-bars.csv", "test-bars.csv", "report.html", "policies/pupil-fold2-seed1.safetensors", "policies/pupil-fold2-seed1.onnx", "trainings/pupil-fold1-seed2/metrics.csv" })
        {
            Assert.True(File.Exists(_work.PathOf("run", file)), file);
        }

        string report = await File.ReadAllTextAsync(_work.PathOf("run", "report.html"));
        Assert.All(["Out-of-sample equity", "Learning curves of pupil", "pupil on unseen bars", "buy_and_hold"], words => Assert.Contains(words, report, StringComparison.Ordinal));

        // 2 folds of 60 bars: trained, untrained (2 seeds each), flat, hold, momentum, mean reversion, random (5 seeds).
        Assert.Equal(1 + (120 * 13), File.ReadLines(_work.PathOf("run", "evaluation-bars.csv")).Count());
        Assert.Equal(121, File.ReadLines(_work.PathOf("run", "test-bars.csv")).Count());
    }

    [Fact]
    public async Task Evaluation_repeats_that_of_the_run_and_prints_one_object()
    {
        await TrainAsync("run");
        string table = await File.ReadAllTextAsync(_work.PathOf("run", "evaluation.csv"));

        CommandRun evaluated = await CommandRun.OfAsync("evaluate", _work.PathOf("run"), "--json", "--threads", "2");

        Assert.Equal(string.Empty, evaluated.Error);
        using JsonDocument printed = JsonDocument.Parse(Assert.Single(evaluated.OutputLines));
        JsonElement[] policies = [.. printed.RootElement.GetProperty("policies").EnumerateArray()];
        string[] names = [.. policies.Select(policy => policy.GetProperty("policy").GetString()!)];
        Assert.Equal("trained seed_1 seed_2 untrained flat buy_and_hold momentum mean_reversion random", string.Join(' ', names));
        JsonElement flat = policies[Array.IndexOf(names, "flat")];
        Assert.Equal(0, flat.GetProperty("mean").GetDouble());
        Assert.Equal(JsonValueKind.Null, flat.GetProperty("annualSharpe").ValueKind);
        Assert.Equal(table, await File.ReadAllTextAsync(_work.PathOf("run", "evaluation.csv")));

        await CommandRun.OfAsync("evaluate", _work.PathOf("run"), "--deterministic", "false", "--quiet");
        Assert.NotEqual(table, await File.ReadAllTextAsync(_work.PathOf("run", "evaluation.csv")), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("evaluation.csv", "has no row of ")]
    [InlineData("test-bars.csv", "lacks bars that were traded")]
    public async Task Table_that_was_cut_short_is_named_by_the_report(string file, string expected)
    {
        await TrainAsync("run");
        string path = _work.PathOf("run", file);
        await File.WriteAllLinesAsync(path, (await File.ReadAllLinesAsync(path))[..1]);

        CommandRun refused = await CommandRun.OfAsync("report", _work.PathOf("run"));

        Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
        Assert.Contains(expected, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Same_seed_gives_the_same_policies_and_another_gives_others()
    {
        await TrainAsync("one");
        await TrainAsync("two", "--threads", "2");
        await TrainAsync("other", "--seed", "4");
        await CommandRun.OfAsync("resume", _work.PathOf("one"), "--quiet", "--no-report");

        Assert.Equal(_work.SummaryText("one", "stateDigest"), _work.SummaryText("two", "stateDigest"));
        Assert.NotEqual(_work.SummaryText("one", "stateDigest"), _work.SummaryText("other", "stateDigest"), StringComparer.Ordinal);
    }

    [SignalTheory]
    [InlineData(MarketSimProcess.Interrupt)]
    public async Task Signal_saves_every_training_and_resuming_gives_the_uninterrupted_policies(int signal)
    {
        string scenario = _work.Write("long-bars.yaml", Yaml.Replace("steps: 400", "steps: 60000", StringComparison.Ordinal));
        using MarketSimProcess process = MarketSimProcess.Start(_work.Folder, "run", scenario, "--output", "cut", "--threads", "2");
        Assert.StartsWith("bars: 200 generated bars", await process.NextLineAsync(), StringComparison.Ordinal);
        Assert.Contains("4 trainings in 2 folds", await process.NextLineAsync(), StringComparison.Ordinal);
        process.Signal(signal);
        CommandRun interrupted = await process.EndAsync();

        Assert.Equal(ExitCode.Interrupted, interrupted.ExitCode);
        Assert.Contains("to continue: marketsim resume cut", interrupted.Error, StringComparison.Ordinal);
        Assert.Equal("interrupted", _work.SummaryText("cut", "status"));

        CommandRun resumed = await CommandRun.OfAsync("resume", _work.PathOf("cut"), "--no-report", "--quiet");
        CommandRun whole = await CommandRun.OfAsync("run", scenario, "--output", _work.PathOf("whole"), "--no-report", "--quiet");

        Assert.Equal((0, 0), (resumed.ExitCode, whole.ExitCode));
        Assert.Equal(_work.SummaryText("whole", "stateDigest"), _work.SummaryText("cut", "stateDigest"));
        Assert.Equal(_work.SummaryText("whole", "steps"), _work.SummaryText("cut", "steps"));
    }

    [Theory]
    [InlineData("evaluate RUN --episodes 5", "evaluated on all of its test bars")]
    [InlineData("evaluate RUN --group teacher", "--group is teacher; the learners of tiny-bars are pupil.")]
    [InlineData("export RUN", "writes its ONNX models and figures itself")]
    [InlineData("replay RUN", "is a training on bars; run its scenario again")]
    [InlineData("sweep SCENARIO --seeds 1..2", "bars makes this a training on bars")]
    [InlineData("run SCENARIO --nodes 2", "leave --nodes and --cluster out")]
    public async Task What_makes_no_sense_for_bars_is_refused_plainly(string line, string message)
    {
        string scenario = _work.Write("tiny-bars.yaml", Yaml);
        if (line.Contains("RUN", StringComparison.Ordinal))
        {
            await TrainAsync("run");
        }

        CommandRun refused = await CommandRun.OfAsync(
            [.. line.Split(' ').Select(word => word switch { "RUN" => _work.PathOf("run"), "SCENARIO" => scenario, _ => word })]);

        Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_file_that_is_cut_short_is_refused()
    {
        await TrainAsync("run");
        string policy = _work.PathOf("run", "policies", "pupil-fold1-seed1.safetensors");
        byte[] bytes = await File.ReadAllBytesAsync(policy);
        await File.WriteAllBytesAsync(policy, bytes[..^100]);

        CommandRun refused = await CommandRun.OfAsync("evaluate", _work.PathOf("run"));

        Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
        Assert.Contains("pupil-fold1-seed1.safetensors", refused.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> TrainAsync(string folder, params string[] switches) => CommandRun.OfAsync(
        ["run", _work.Write("tiny-bars.yaml", Yaml), "--output", _work.PathOf(folder), "--no-report", "--quiet", .. switches]);

    [Fact]
    public async Task Guess_writes_a_section_that_validates()
    {
        string file = _work.Write("prices.txt", string.Concat(Enumerable.Range(0, 90).Select(day => $"{20200106 + (day / 20 * 100) + (day % 20)};{100 + day},5;{102 + day},25;{99 + day},0;{101 + day},75;{day}\n")));

        CommandRun refused = await CommandRun.OfAsync("scenario", "validate", _work.Write("first.yaml", OnFile("bars:\n  file: prices.txt\n")));
        Assert.Contains("columns: [time, open, high, low, close, volume]", refused.Error, StringComparison.Ordinal);

        CommandRun guess = await CommandRun.OfAsync("scenario", "bars", "--guess", file);
        Assert.Equal(ExitCode.Success, guess.ExitCode);
        Assert.Contains("# guessed, please check:", guess.Output, StringComparison.Ordinal);
        CommandRun validated = await CommandRun.OfAsync("scenario", "validate", _work.Write("second.yaml", OnFile(guess.Output)));
        Assert.Equal(string.Empty, validated.Error);
        Assert.Contains("bars: prices.txt (90 bars of 1 day): 2020-01-06 to ", validated.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Day_of_messages_is_looked_at_row_by_row()
    {
        string messages = _work.Write("X_message_1.csv", "34200.1,1,5,100,1000000,1\n34200.2,4,5,60,1000000,1\n");
        _work.Write("X_orderbook_1.csv", "1000200,5,1000000,100\n1000200,5,1000000,40\n");

        CommandRun seen = await CommandRun.OfAsync("scenario", "lobster", messages);
        Assert.Contains("X_message_1.csv: 2 messages, 09:30:00.100 to 09:30:00.200", seen.Output, StringComparison.Ordinal);
        Assert.Contains("traded 60 shares at 100.00 to 100.00", seen.Output, StringComparison.Ordinal);
        Assert.Contains("order book: 1 levels, as many rows; mean spread 0.02", seen.Output, StringComparison.Ordinal);

        _work.Write("X_orderbook_1.csv", "1000200,5,1000000,100\n");
        CommandRun refused = await CommandRun.OfAsync("scenario", "lobster", messages);
        Assert.Equal(ExitCode.Failed, refused.ExitCode);
        Assert.Contains("the two files of a day have a row for each message", refused.Error, StringComparison.Ordinal);
    }

    private static string OnFile(string bars) => "name: on-file\nseed: 1\n" + string.Join('\n', bars.Split('\n').TakeWhile(line => !line.StartsWith('#')).Where(line => line.Length > 0))
        + "\n  split: { folds: 1, testBars: 20 }\nenvironment: { episodeBars: 10, barLengths: [1], lags: 1, volatilityBars: 6 }\nlearners:\n  - { name: one, type: a2c, steps: 100 }\n";
}
