using System.Text.Json;
using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Tests.Commands;

public sealed class EvaluateCommandTests : IDisposable
{
    internal const string LearningMarket = """
        name: tiny-training
        description: One learner for three short episodes.
        seed: 3
        market:
          tickSize: 0.01
          tick: 1s
          open: "09:30:00"
          close: "09:35:00"
          initialPrice: 100.00
          fundamental: { type: constant }
        agents:
          - name: pupil
            type: a2c
            count: 1
            cash: 100000
            parameters: { actions: discrete, sizes: 1, orderSize: 5, maximumPosition: 20, decisionInterval: 10s }
          - name: momentum
            type: momentum
            count: 1
            cash: 100000
            competes: true
            parameters: { meanInterval: 10s }
          - name: noise
            type: noise
            count: 40
            cash: 100000
            parameters: { meanInterval: 20s }
        training: { episodes: 3 }
        """;

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Policies_of_a_run_are_compared_on_markets_of_their_own()
    {
        await TrainAsync();

        CommandRun first = await CommandRun.OfAsync("evaluate", _work.PathOf("run"), "--episodes", "3", "--json");

        Assert.Equal(string.Empty, first.Error);
        Assert.Equal(ExitCode.Success, first.ExitCode);
        using JsonDocument printed = JsonDocument.Parse(Assert.Single(first.OutputLines));
        JsonElement[] policies = [.. printed.RootElement.GetProperty("policies").EnumerateArray()];
        string[] names = [.. policies.Select(policy => policy.GetProperty("policy").GetString()!)];
        Assert.Superset(
            new HashSet<string>(["trained", "untrained", "flat", "buy_and_hold", "random", "momentum"], StringComparer.Ordinal), names.ToHashSet(StringComparer.Ordinal));
        JsonElement flat = policies[Array.IndexOf(names, "flat")];
        Assert.Equal(0, flat.GetProperty("mean").GetDouble());
        Assert.Equal(JsonValueKind.Null, flat.GetProperty("annualSharpe").ValueKind);
        Assert.Equal(252, printed.RootElement.GetProperty("episodesPerYear").GetInt32());
        JsonElement trained = policies[Array.IndexOf(names, "trained")];
        Assert.Equal(
            Math.Sqrt(252) * trained.GetProperty("mean").GetDouble() / trained.GetProperty("deviation").GetDouble(), trained.GetProperty("annualSharpe").GetDouble(), 9);
        Assert.Equal(1 + (3 * names.Length), File.ReadLines(_work.PathOf("run", "evaluation-episodes.csv")).Count());
        Assert.True(File.Exists(_work.PathOf("run", "evaluation.html")));

        string table = await File.ReadAllTextAsync(_work.PathOf("run", "evaluation.csv"));
        await CommandRun.OfAsync("evaluate", _work.PathOf("run"), "--episodes", "3", "--threads", "2", "--quiet");
        Assert.Equal(table, await File.ReadAllTextAsync(_work.PathOf("run", "evaluation.csv")));
    }

    /// <summary>Every episode follows the same file: who learned it by heart is not evaluated on unseen prices, and the evaluation says so.</summary>
    [Fact]
    public async Task Market_that_follows_bars_is_evaluated_with_a_note_that_training_saw_them()
    {
        _work.Write("prices.csv", "Date,Open,High,Low,Close,Volume\n2001-01-01,100,101,99,100,5\n2001-01-02,100,102,99,101,5\n");
        string scenario = _work.Write("bars.yaml", LearningMarket.Replace("{ type: constant }", "{ type: bars, file: prices.csv, barLength: 60s }", StringComparison.Ordinal));
        await CommandRun.OfAsync("run", scenario, "--output", _work.PathOf("run"), "--no-report", "--quiet");

        CommandRun shown = await CommandRun.OfAsync("evaluate", _work.PathOf("run"), "--episodes", "2", "--quiet");
        CommandRun json = await CommandRun.OfAsync("evaluate", _work.PathOf("run"), "--episodes", "2", "--json");

        Assert.Contains("Note         The value of this market follows the bars of prices.csv in every episode, those of the training included", shown.Output, StringComparison.Ordinal);
        using JsonDocument printed = JsonDocument.Parse(Assert.Single(json.OutputLines));
        Assert.Contains("prices.csv", Assert.Single(printed.RootElement.GetProperty("notes").EnumerateArray()).GetString(), StringComparison.Ordinal);
        string page = await File.ReadAllTextAsync(_work.PathOf("run", "evaluation.html"));
        Assert.DoesNotContain("on markets that no training has seen", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Training_shows_what_came_of_it()
    {
        CommandRun run = await TrainAsync();

        Assert.Contains("Training: means over the first and the last tenth of the episodes", run.Output, StringComparison.Ordinal);
        Assert.Contains("pupil", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_in_which_nobody_learns_is_refused()
    {
        await CommandRun.OfAsync("run", _work.Scenario, "--output", _work.PathOf("run"), "--no-report", "--quiet");

        CommandRun refused = await CommandRun.OfAsync("evaluate", _work.PathOf("run"));

        Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
        Assert.Contains("Nobody learns in the run", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Group_that_does_not_learn_is_refused_naming_those_that_do()
    {
        await TrainAsync();

        CommandRun refused = await CommandRun.OfAsync("evaluate", _work.PathOf("run"), "--group", "momentum");

        Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
        Assert.Contains("--group is momentum; the groups that learn in tiny-training are pupil.", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_file_that_is_cut_short_is_refused_and_nothing_is_written()
    {
        await TrainAsync();
        string policy = _work.PathOf("run", "policies", "pupil.safetensors");
        byte[] bytes = await File.ReadAllBytesAsync(policy);
        await File.WriteAllBytesAsync(policy, bytes[..^100]);

        CommandRun refused = await CommandRun.OfAsync("evaluate", _work.PathOf("run"), "--episodes", "2");

        Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
        Assert.Contains("pupil.safetensors", refused.Error, StringComparison.Ordinal);
        Assert.Contains("it is cut short", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_work.PathOf("run", "evaluation.csv")));
    }

    [Theory]
    [InlineData("maximumPosition: 20", "maximumPosition: 30", "was trained with maximumPosition=20; the scenario has maximumPosition=30")]
    [InlineData("type: a2c", "type: ppo", "is a policy of A2C; the scenario has PPO there")]
    public async Task Policy_that_was_trained_otherwise_is_refused(string found, string replacement, string expected)
    {
        await TrainAsync();
        string scenario = _work.PathOf("run", "scenario.yaml");
        string minimal = LearningMarket.Replace(found, replacement, StringComparison.Ordinal);
        await File.WriteAllTextAsync(scenario, minimal);

        CommandRun refused = await CommandRun.OfAsync("evaluate", _work.PathOf("run"), "--episodes", "2");

        Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
        Assert.Contains(expected, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_that_has_not_learned_is_noted()
    {
        string lazy = LearningMarket.Replace("decisionInterval: 10s", "decisionInterval: 10s, stepsPerUpdate: 100000", StringComparison.Ordinal);
        CommandRun run = await CommandRun.OfAsync("run", _work.Write("lazy.yaml", lazy), "--output", _work.PathOf("run"), "--no-report", "--quiet");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("Policy pupil has not learned", string.Join(' ', run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_is_a_table_at_80_columns_and_in_a_pipe()
    {
        await TrainAsync();

        foreach (int? width in new int?[] { 80, null })
        {
            CommandRun run = await CommandRun.OfAsync(width, "evaluate", _work.PathOf("run"), "--episodes", "3", "--quiet");

            Assert.Contains(run.OutputLines, line => line.StartsWith("│ trained", StringComparison.Ordinal));
            Assert.All(run.OutputLines.Where(line => line.StartsWith('│')), line => Assert.True(line.Length <= (width ?? 120), line));
        }
    }

    [Fact]
    public async Task Earlier_evaluations_are_kept_and_another_folder_may_be_named()
    {
        await TrainAsync();
        await CommandRun.OfAsync("evaluate", _work.PathOf("run"), "--episodes", "2", "--quiet");
        string first = await File.ReadAllTextAsync(_work.PathOf("run", "evaluation.csv"));
        await CommandRun.OfAsync("evaluate", _work.PathOf("run"), "--episodes", "3", "--quiet");
        string second = await File.ReadAllTextAsync(_work.PathOf("run", "evaluation.csv"));
        await CommandRun.OfAsync("evaluate", _work.PathOf("run"), "--episodes", "4", "--quiet");

        Assert.Equal(first, await File.ReadAllTextAsync(_work.PathOf("run", "evaluations", "1", "evaluation.csv")));
        Assert.Equal(second, await File.ReadAllTextAsync(_work.PathOf("run", "evaluations", "2", "evaluation.csv")));
        Assert.True(File.Exists(_work.PathOf("run", "evaluations", "2", "evaluation.html")));

        string third = await File.ReadAllTextAsync(_work.PathOf("run", "evaluation.csv"));
        CommandRun elsewhere = await CommandRun.OfAsync("evaluate", _work.PathOf("run"), "--episodes", "2", "--quiet", "--output", _work.PathOf("else"));
        Assert.Equal(ExitCode.Success, elsewhere.ExitCode);
        Assert.Equal(first, await File.ReadAllTextAsync(_work.PathOf("else", "evaluation.csv")));
        Assert.Equal(third, await File.ReadAllTextAsync(_work.PathOf("run", "evaluation.csv")));

        CommandRun report = await CommandRun.OfAsync("report", _work.PathOf("run"), "--output", _work.PathOf("page"));
        Assert.Equal(ExitCode.Success, report.ExitCode);
        Assert.True(File.Exists(_work.PathOf("page", "report.html")));
        Assert.False(File.Exists(_work.PathOf("run", "report.html")));
    }

    [Fact]
    public async Task Impossible_number_of_episodes_is_wrong_use()
    {
        CommandRun refused = await CommandRun.OfAsync("evaluate", _work.Folder, "--episodes", "1");

        Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
        Assert.Contains("--episodes is 1; it must be a whole number from 2", refused.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> TrainAsync() =>
        CommandRun.OfAsync("run", _work.Write("training.yaml", LearningMarket), "--output", _work.PathOf("run"), "--no-report", "--quiet");
}
