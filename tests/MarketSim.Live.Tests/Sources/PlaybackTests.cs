using System.Globalization;
using System.Text.Json;
using MarketSim.Live.Configuration;
using MarketSim.Results;

namespace MarketSim.Live.Tests.Sources;

public sealed class PlaybackTests
{
    private static readonly LiveOptions Options = new() { TimeProvider = TimeProvider.System };

    [Fact]
    public async Task Jump_shows_the_market_that_the_tables_have_at_that_tick_forwards_and_backwards()
    {
        using var run = new WatchedRun();
        await run.StartAsync(observer: null);
        await using LiveWindow window = await LiveWindow.PlayBackAsync(run.Folder, Options);
        using var page = new PageClient(window.Address);
        string[][] trades = [.. File.ReadLines(Path.Combine(run.Folder, RunFolder.TradesFile)).Skip(1).Select(static line => line.Split(','))];

        foreach (long tick in new long[] { 300, 599, 120 })
        {
            await page.PostAsync($"/control?do=jump&tick={tick}");
            JsonElement state = await page.StateAsync();
            string[][] before = [.. trades.Where(row => long.Parse(row[0], CultureInfo.InvariantCulture) <= tick)];

            Assert.Equal(tick, state.Tick());
            Assert.Equal(before.Sum(static row => double.Parse(row[3], CultureInfo.InvariantCulture)), state.GetProperty("now").GetProperty("volume").GetDouble(), 6);
            Assert.Equal(double.Parse(before[^1][2], CultureInfo.InvariantCulture), state.GetProperty("now").GetProperty("last").GetDouble());
            Assert.Equal(before[^1][0], state.GetProperty("trades")[0].GetProperty("tick").GetRawText());
        }
    }

    [Fact]
    public async Task Followed_agent_holds_what_agents_csv_says_in_the_end()
    {
        using var run = new WatchedRun();
        await run.StartAsync(observer: null);
        await using LiveWindow window = await LiveWindow.PlayBackAsync(run.Folder, Options);
        using var page = new PageClient(window.Address);
        string[] header = File.ReadLines(Path.Combine(run.Folder, RunFolder.AgentsFile)).First().Split(',');
        string[] row = File.ReadLines(Path.Combine(run.Folder, RunFolder.AgentsFile)).ElementAt(6).Split(',');

        await page.PostAsync("/follow?agent=5");
        await page.PostAsync("/control?do=jump&tick=599");
        JsonElement agent = (await page.StateAsync()).GetProperty("agent");

        Assert.Equal("5", row[0]);
        Assert.Equal(double.Parse(row[Array.IndexOf(header, "inventory")], CultureInfo.InvariantCulture), agent.GetProperty("inventory").GetDouble(), 6);
    }

    [Fact]
    public async Task Row_of_a_group_that_does_not_come_next_is_refused_with_its_line()
    {
        using var run = new WatchedRun();
        await run.StartAsync(observer: null);
        string path = Path.Combine(run.Folder, RunFolder.GroupsFile);
        string[] lines = await File.ReadAllLinesAsync(path);
        lines[2] = lines[2].Replace(",value,", ",nobody,", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(path, lines);

        RunFolderException refused = await Assert.ThrowsAsync<RunFolderException>(() => LiveWindow.PlayBackAsync(run.Folder, Options));

        Assert.Contains("groups.csv:3: column group is 'nobody'; it must be value", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tick_or_agent_that_is_not_there_is_refused_in_words()
    {
        using var run = new WatchedRun();
        await run.StartAsync(observer: null);
        await using LiveWindow window = await LiveWindow.PlayBackAsync(run.Folder, Options);
        using var page = new PageClient(window.Address);

        Assert.Contains("the tables have ticks 0 to 600", (await page.PostAsync("/control?do=jump&tick=5000")).Text, StringComparison.Ordinal);
        Assert.Contains("agents are numbered from 0 to 99", (await page.PostAsync("/follow?agent=100")).Text, StringComparison.Ordinal);
        Assert.Contains("there are pause, go, step", (await page.PostAsync("/control?do=explode")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_without_a_run_is_refused() =>
        await Assert.ThrowsAsync<RunFolderException>(() => LiveWindow.PlayBackAsync(Path.Combine(Path.GetTempPath(), "no-such-run"), Options));
}
