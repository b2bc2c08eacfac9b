using System.Globalization;
using System.Text.Json;
using MarketSim.Live.Configuration;
using MarketSim.Results;
using MarketSim.Results.Tables;
using MarketSim.Simulation.Running;
using Microsoft.Playwright;

namespace MarketSim.Live.Tests.Pages;

public sealed class TrainingPageTests
{
    private static readonly LiveOptions Options = new() { TimeProvider = TimeProvider.System };

    [ChromiumFact]
    public async Task Page_of_a_training_draws_every_learner_with_the_numbers_of_the_run_folder()
    {
        using var run = WatchedRun.OfBuiltIn("multi-agent-training", ("episodes: 100", "episodes: 2"));
        await using LiveWindow window = await LiveWindow.OpenAsync(Options with { IsPaused = true });
        await using Browser browser = await Browser.OpenAsync(1280, 900);
        await FollowToTheEndAsync(run, window, browser);

        await AssertLearningIsDrawnAsync(run.Folder, browser, "ppo", "a2c", "sac");
        Assert.Equal("2", await browser.Page.Locator("#fact-episode").GetAttributeAsync("data-value"));
        Assert.Contains("2 of 2 episodes have ended", await browser.Page.Locator("#training-note").TextContentAsync(), StringComparison.Ordinal);
        Assert.Empty(browser.Complaints);
    }

    [ChromiumFact]
    public async Task Page_of_a_training_played_back_without_trades_has_candles_of_its_samples_and_says_so()
    {
        using var run = WatchedRun.OfBuiltIn("multi-agent-training", ("episodes: 100", "episodes: 2"));
        RunSummary summary = (await run.StartAsync(observer: null)).Summary;
        await using LiveWindow window = await LiveWindow.PlayBackAsync(run.Folder, Options, fromEnd: true);
        await using Browser browser = await Browser.OpenAsync(1280, 900);
        await browser.Page.GotoAsync(window.Address.AbsoluteUri);
        await browser.Page.Locator("#status[data-status=finished]").WaitForAsync();

        int before = Column(run.Folder, "tick").Count(tick => tick < summary.Ticks / 2);
        IReadOnlyList<double> volumes = Column(run.Folder, "volume");
        Assert.Equal(Column(run.Folder, "last").Skip(before), (await browser.LinesAsync("price"))["Last price, as sampled"].EnumerateArray().Select(static candle => candle[1].GetDouble()));
        Assert.Equal(volumes[^1] - volumes[before - 1], (await browser.LinesAsync("volume"))["Aggressor not recorded"].EnumerateArray().Sum(static bar => bar.GetDouble()), 6);
        Assert.Contains("recorded no single trades", await browser.Page.Locator("#trades-note").TextContentAsync(), StringComparison.Ordinal);

        // What does not follow from the tables is not made up.
        await browser.Page.FillAsync("#agent", "3");
        await browser.Page.ClickAsync("#follow button");
        await browser.Page.Locator("#agent-account[data-value='3']").WaitForAsync();
        Assert.Equal("–", await browser.Page.Locator("#agent-inventory").TextContentAsync());
        // The last episode and its updates end after the last sample.
        Assert.Contains("2 of 2 episodes have ended", await browser.Page.Locator("#training-note").TextContentAsync(), StringComparison.Ordinal);
        await AssertLearningIsDrawnAsync(run.Folder, browser, "ppo", "a2c", "sac");
        Assert.Empty(browser.Complaints);
    }

    [ChromiumFact]
    public async Task Page_of_a_curriculum_names_its_stages_from_the_beginning_and_gives_the_reason_of_each_decision()
    {
        using var run = WatchedRun.OfBuiltIn(
            "curriculum",
            ("episodes: 120", "episodes: 4"),
            ("referenceEpisodes: 20", "referenceEpisodes: 5"),
            ("windowEpisodes: 5", "windowEpisodes: 3"),
            ("practiceEpisodes: 5", "practiceEpisodes: 1"));
        await using LiveWindow window = await LiveWindow.OpenAsync(Options with { IsPaused = true });
        await using Browser browser = await Browser.OpenAsync(390, 844);
        Task<RunResult> result = run.StartAsync(window.Observer);
        await browser.Page.GotoAsync(window.Address.AbsoluteUri);
        await browser.Page.GetByText("Now at stage 0 (quiet) of 0 quiet, 1 costs, 2 market. No stage has been evaluated yet.").WaitForAsync();

        await browser.Page.ClickAsync("#toggle");
        await window.EndAsync((await result).Summary.Status);
        await browser.Page.ReloadAsync();
        IReadOnlyList<CurriculumRow> rows = CurriculumFile.Read(run.Folder);
        await browser.Page.Locator("#status[data-status=finished]").WaitForAsync();

        Assert.NotEmpty(rows);
        Assert.Equal(rows.Reverse().Select(static row => row.Evaluation.Reason), await browser.Page.Locator("#stages tbody td:last-child").AllTextContentsAsync(), StringComparer.Ordinal);
        string stage = (await browser.Page.Locator("#stage").TextContentAsync())!;
        Assert.Contains($"After episode {rows[^1].Evaluation.Steps} stage {rows[^1].Evaluation.Stage} ({rows[^1].Name}) {rows[^1].Evaluation.Reason}.", stage, StringComparison.Ordinal);
        Assert.Equal(390, await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(browser.Complaints);
    }

    [ChromiumFact]
    public async Task Page_of_hierarchical_agents_draws_the_options_that_learning_csv_has_of_the_last_episode()
    {
        using var run = WatchedRun.OfBuiltIn("hierarchical", ("episodes: 30", "episodes: 2"));
        await using LiveWindow window = await LiveWindow.OpenAsync(Options with { IsPaused = true });
        await using Browser browser = await Browser.OpenAsync(1280, 900, ColorScheme.Dark);
        await FollowToTheEndAsync(run, window, browser);

        int[] expected = [.. LearningFile.Read(run.Folder).Policies.Order(StringComparer.Ordinal)
            .SelectMany(policy => LearningFile.Read(run.Folder).Of(policy))
            .Where(static figure => figure.Name == "options/choice")
            .SelectMany(static figure => figure.Series.Ticks.Zip(figure.Series.Values))
            .Where(static choice => choice.First >= TicksPerEpisode)
            .Select(static choice => (int)choice.Second)];
        Assert.NotEmpty(expected);
        IReadOnlyDictionary<string, JsonElement> lines = await browser.LinesAsync("options");
        Assert.Equal(expected.Distinct().Order().Select(static option => $"Option {option}"), lines.Keys.Where(static name => name != "Mid-price"), StringComparer.Ordinal);
        Assert.Equal(expected.Length, await browser.Page.EvaluateAsync<int>("echarts.getInstanceByDom(document.getElementById('options-chart')).getOption().series[0].markArea.data.length"));
        Assert.Empty(browser.Complaints);
    }

    // Four hours of ten seconds.
    private const long TicksPerEpisode = 4 * 360;

    private static async Task FollowToTheEndAsync(WatchedRun run, LiveWindow window, Browser browser)
    {
        Task<RunResult> result = run.StartAsync(window.Observer);
        await browser.Page.GotoAsync(window.Address.AbsoluteUri);
        await browser.Page.Locator("#status[data-status=paused]").WaitForAsync();
        await browser.Page.ClickAsync("#toggle");
        await window.EndAsync((await result).Summary.Status);

        // A page that is opened again has everything at once.
        await browser.Page.ReloadAsync();
        await browser.Page.Locator("#status[data-status=finished]").WaitForAsync();
    }

    private static async Task AssertLearningIsDrawnAsync(string folder, Browser browser, params string[] policies)
    {
        IReadOnlyList<EpisodeOutcome> episodes = EpisodeFile.Read(folder);
        LearningSamples learning = LearningFile.Read(folder);
        IReadOnlyDictionary<string, JsonElement> rewards = await browser.LinesAsync("reward");
        IReadOnlyDictionary<string, JsonElement> losses = await browser.LinesAsync("loss");
        IReadOnlyDictionary<string, JsonElement> entropies = await browser.LinesAsync("entropy");
        IReadOnlyDictionary<string, JsonElement> lags = await browser.LinesAsync("lag");
        foreach (string policy in policies)
        {
            Assert.Equal(
                episodes.Where(row => row.Policy == policy).GroupBy(static row => row.Episode).Select(static rows => rows.Average(static row => row.Reward)),
                rewards[policy].EnumerateArray().Select(static point => point[1].GetDouble()));
            Dictionary<string, LearningSeries> figures = learning.Of(policy).ToDictionary(static figure => figure.Name, static figure => figure.Series, StringComparer.Ordinal);
            Assert.Equal(figures["lag"].Values, lags.Single(line => line.Key.StartsWith(policy, StringComparison.Ordinal)).Value.EnumerateArray().Select(static point => point[1].GetDouble()));
            Assert.Equal(figures["train/entropy"].Values[^1], entropies.Single(line => line.Key.StartsWith(policy, StringComparison.Ordinal)).Value.EnumerateArray().Last()[1].GetDouble());
            Assert.Contains(losses, line => line.Key.StartsWith(policy, StringComparison.Ordinal) && line.Value.GetArrayLength() > 0);
        }
    }

    private static IReadOnlyList<double> Column(string folder, string name)
    {
        string[] header = File.ReadLines(Path.Combine(folder, RunFolder.BookFile)).First().Split(',');
        return [.. File.ReadLines(Path.Combine(folder, RunFolder.BookFile)).Skip(1).Select(row => double.Parse(row.Split(',')[Array.IndexOf(header, name)], CultureInfo.InvariantCulture))];
    }
}
