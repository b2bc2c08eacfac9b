using System.Globalization;
using System.Text.Json;
using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Tests.Commands;

/// <summary>Trainings with several seeds, from the sweep to their curves and their evaluation.</summary>
public sealed class TrainingSweepTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Sweep_keeps_the_trained_runs_their_last_rewards_and_their_curves()
    {
        CommandRun sweep = await SweepAsync("4,6");

        Assert.Equal((ExitCode.Success, string.Empty), (sweep.ExitCode, sweep.Error));
        Assert.Contains("Curves ", sweep.Output, StringComparison.Ordinal);
        Assert.Contains("reward_pupil", sweep.Output, StringComparison.Ordinal);
        string[][] results = Rows("sweep", "results.csv");
        int reward = Array.IndexOf(results[0], "reward_pupil");
        foreach (string[] row in results[1..])
        {
            string[][] episodes = Rows("sweep", "trained", $"seed-{row[0]}", "episodes.csv");
            string[] last = episodes.Last(cells => cells[Array.IndexOf(episodes[0], "group")] == "pupil");
            Assert.Equal(Number(last[Array.IndexOf(episodes[0], "reward")]), Number(row[reward]), 9);
            Assert.True(File.Exists(_work.PathOf("sweep", "trained", $"seed-{row[0]}", "policies", "pupil.safetensors")));
        }

        string curves = await File.ReadAllTextAsync(_work.PathOf("sweep", "curves.html"));
        Assert.Contains("2 runs that differ by their seeds.", curves, StringComparison.Ordinal);
        Assert.Contains("pupil, mean of 2 seeds", curves, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_of_a_sweep_draws_its_curves_again()
    {
        await SweepAsync("4,6");
        string curves = await File.ReadAllTextAsync(_work.PathOf("sweep", "curves.html"));
        File.Delete(_work.PathOf("sweep", "curves.html"));

        CommandRun report = await CommandRun.OfAsync("report", _work.PathOf("sweep"));

        Assert.Equal(_work.PathOf("sweep", "curves.html"), Assert.Single(report.OutputLines));
        Assert.Equal(curves, await File.ReadAllTextAsync(_work.PathOf("sweep", "curves.html")));
    }

    [Fact]
    public async Task All_seeds_are_evaluated_on_the_same_markets_and_pooled()
    {
        await SweepAsync("4,6");

        CommandRun evaluation = await CommandRun.OfAsync("evaluate", _work.PathOf("sweep"), "--episodes", "3", "--json");

        Assert.Equal((ExitCode.Success, string.Empty), (evaluation.ExitCode, evaluation.Error));
        using JsonDocument printed = JsonDocument.Parse(Assert.Single(evaluation.OutputLines));
        JsonElement root = printed.RootElement;
        Assert.Equal((3, 252), (root.GetProperty("marketSeed").GetInt32(), root.GetProperty("episodesPerYear").GetInt32()));
        JsonElement[] seeds = [.. root.GetProperty("seeds").EnumerateArray()];
        Assert.Equal([4, 6], seeds.Select(seed => seed.GetProperty("seed").GetInt32()));

        // Nobody but the pupil learns, so that a policy that takes its place finds the same market whatever the seed of the training was.
        Assert.Equal(Mean(seeds[0].GetProperty("policies"), "buy_and_hold"), Mean(seeds[1].GetProperty("policies"), "buy_and_hold"));
        double[] trained = [.. seeds.Select(seed => Mean(seed.GetProperty("policies"), "trained"))];
        Assert.NotEqual(trained[0], trained[1]);
        Assert.Equal((trained[0] + trained[1]) / 2, Mean(root.GetProperty("pooled"), "trained"), 9);
        Assert.Equal(1 + (2 * 3 * seeds[0].GetProperty("policies").GetArrayLength()), File.ReadLines(_work.PathOf("sweep", "evaluation-episodes.csv")).Count());
        Assert.True(File.Exists(_work.PathOf("sweep", "evaluation-pooled.csv")));
    }

    [Fact]
    public async Task Sweep_and_run_of_one_seed_are_evaluated_alike()
    {
        await SweepAsync("3..4");
        CommandRun shown = await CommandRun.OfAsync("evaluate", _work.PathOf("sweep"), "--episodes", "2");
        await CommandRun.OfAsync("evaluate", _work.PathOf("sweep", "trained", "seed-3"), "--episodes", "2", "--quiet");

        // The markets are those of the scenario's own seed, 3.
        string[] alone = await File.ReadAllLinesAsync(_work.PathOf("sweep", "trained", "seed-3", "evaluation.csv"));
        string[] together = await File.ReadAllLinesAsync(_work.PathOf("sweep", "evaluation.csv"));
        Assert.Equal(alone[1..], together.Where(line => line.StartsWith("3,", StringComparison.Ordinal)).Select(line => line[2..]), StringComparer.Ordinal);
        Assert.Contains("pupil by training seed", shown.Output, StringComparison.Ordinal);
        Assert.Contains("times √252", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_in_a_cluster_brings_the_same_policies()
    {
        _work.Write("cluster.yaml", "store: postgresql://node@database.example/market\n");
        await using MemoryCluster cluster = await MemoryCluster.StartAsync(nodes: 1);

        CommandRun remote = await CommandRun.WithStoreAsync(
            cluster.Store, "sweep", LearningMarket(), "--seeds", "4", "--output", _work.PathOf("remote"), "--cluster", _work.PathOf("cluster.yaml"));
        await SweepAsync("4");

        Assert.Equal((ExitCode.Success, string.Empty), (remote.ExitCode, remote.Error));
        Assert.Equal(PolicyOf("sweep"), PolicyOf("remote"));
        Assert.Equal(Rows("sweep", "results.csv")[1][^1], Rows("remote", "results.csv")[1][^1]);
        Assert.Equal(ExitCode.Success, (await CommandRun.OfAsync("evaluate", _work.PathOf("remote"), "--episodes", "2", "--quiet")).ExitCode);
    }

    [Fact]
    public async Task Sweep_in_which_nobody_learns_is_refused()
    {
        await CommandRun.OfAsync("sweep", _work.Scenario, "--seeds", "1", "--output", _work.PathOf("sweep"), "--quiet");

        await RefusedAsync("Nobody learns in the sweep");
    }

    [Fact]
    public async Task Sweep_that_is_not_finished_is_refused_with_the_command_that_goes_on()
    {
        await SweepAsync("4..6");
        string results = _work.PathOf("sweep", "results.csv");
        await File.WriteAllLinesAsync(results, (await File.ReadAllLinesAsync(results))[..2]);

        await RefusedAsync($"is not finished; missing are the seeds 5..6. Go on with it first: marketsim sweep <scenario> --seeds 5..6 --output {_work.PathOf("sweep")}");
    }

    [Fact]
    public async Task Runs_of_another_scenario_among_the_trained_are_refused()
    {
        await SweepAsync("4");
        string scenario = _work.PathOf("sweep", "trained", "seed-4", "scenario.yaml");
        await File.WriteAllTextAsync(scenario, (await File.ReadAllTextAsync(scenario)).Replace("count: 40", "count: 41", StringComparison.Ordinal));

        await RefusedAsync("is a run of another scenario or seed");
    }

    [Fact]
    public async Task Run_that_was_deleted_is_missing_and_the_same_sweep_makes_it_again()
    {
        await SweepAsync("4");
        string results = await File.ReadAllTextAsync(_work.PathOf("sweep", "results.csv"));
        Directory.Delete(_work.PathOf("sweep", "trained", "seed-4"), recursive: true);

        await RefusedAsync("is not finished; missing are the seeds 4");
        await SweepAsync("4");

        Assert.True(File.Exists(_work.PathOf("sweep", "trained", "seed-4", "policies", "pupil.safetensors")));
        Assert.Equal(results.Split(',')[..20], (await File.ReadAllTextAsync(_work.PathOf("sweep", "results.csv"))).Split(',')[..20]);
    }

    [Theory]
    [InlineData("resume")]
    [InlineData("replay")]
    [InlineData("export")]
    public async Task Sweep_is_no_run(string command)
    {
        await SweepAsync("4");
        IReadOnlyList<string> before = _work.Entries();

        CommandRun refused = await CommandRun.OfAsync(command, _work.PathOf("sweep"));

        Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
        Assert.Contains("is the folder of a sweep", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, _work.Entries());
    }

    [Fact]
    public async Task Comparison_can_be_with_some_alone()
    {
        await SweepAsync("4");

        CommandRun some = await CommandRun.OfAsync("evaluate", _work.PathOf("sweep"), "--episodes", "2", "--against", "flat");
        string[][] rows = Rows("sweep", "evaluation.csv");
        CommandRun refused = await CommandRun.OfAsync("evaluate", _work.PathOf("sweep"), "--against", "pupil");

        Assert.Equal(["trained", "flat"], rows[1..].Select(row => row[2]), StringComparer.Ordinal);
        Assert.Contains("pupil by training seed beside flat", some.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
        Assert.Contains("--against is pupil; policies of tiny-training can be compared with untrained, flat, buy_and_hold, random, momentum.", refused.Error, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(string explanation)
    {
        foreach (string command in new[] { "evaluate", "report" })
        {
            CommandRun refused = await CommandRun.OfAsync(command, _work.PathOf("sweep"));
            Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
            Assert.Contains(explanation, Assert.Single(refused.ErrorLines), StringComparison.Ordinal);
        }

        Assert.False(File.Exists(_work.PathOf("sweep", "evaluation.csv")));
    }

    private Task<CommandRun> SweepAsync(string seeds) => CommandRun.OfAsync("sweep", LearningMarket(), "--seeds", seeds, "--output", _work.PathOf("sweep"));

    private string LearningMarket() => _work.Write("training.yaml", EvaluateCommandTests.LearningMarket);

    private string[][] Rows(params string[] path) => [.. File.ReadAllLines(_work.PathOf(path)).Select(line => line.Split(','))];

    private byte[] PolicyOf(string sweep) => File.ReadAllBytes(_work.PathOf(sweep, "trained", "seed-4", "policies", "pupil.safetensors"));

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    private static double Mean(JsonElement policies, string name) =>
        policies.EnumerateArray().First(row => row.GetProperty("policy").GetString() == name).GetProperty("mean").GetDouble();
}
