using System.Net;
using System.Text.Json;
using MarketSim.Live.Configuration;
using MarketSim.Results;
using MarketSim.Simulation.Running;

namespace MarketSim.Live.Tests.Sources;

public sealed class LiveRunTests
{
    private static readonly LiveOptions Options = new() { TimeProvider = TimeProvider.System };

    [Fact]
    public async Task Fingerprint_and_digest_are_the_same_without_a_window_with_viewers_and_paused_and_stepped()
    {
        using var alone = new WatchedRun();
        RunSummary expected = (await alone.StartAsync(observer: null)).Summary;

        using var open = new WatchedRun();
        await using LiveWindow window = await LiveWindow.OpenAsync(Options);
        RunSummary unwatched = (await open.StartAsync(window.Observer)).Summary;

        using var held = new WatchedRun();
        await using LiveWindow controlled = await LiveWindow.OpenAsync(Options with { IsPaused = true });
        using var page = new PageClient(controlled.Address);
        Task watching = WatchAsync(page);
        Task<RunResult> run = held.StartAsync(controlled.Observer);
        JsonElement first = await page.UntilAsync(static state => state.Status() == "paused" && state.GetProperty("now").ValueKind == JsonValueKind.Object);
        await page.PostAsync("/follow?agent=5");
        await page.PostAsync("/control?do=step");
        JsonElement second = await page.UntilAsync(state => state.Tick() > first.Tick());
        await page.PostAsync("/control?do=slower");
        await page.PostAsync("/control?do=go");
        await page.PostAsync("/control?do=unlimited");
        RunSummary watched = (await run).Summary;
        await controlled.EndAsync(watched.Status);
        await watching;

        Assert.Equal((expected.Fingerprint, expected.StateDigest), (unwatched.Fingerprint, unwatched.StateDigest));
        Assert.Equal((expected.Fingerprint, expected.StateDigest), (watched.Fingerprint, watched.StateDigest));
        Assert.Equal("paused", second.Status());
        foreach (string table in new[] { RunFolder.TradesFile, RunFolder.BookFile, RunFolder.GroupsFile, RunFolder.MetricsFile })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(alone.Folder, table)), File.ReadAllBytes(Path.Combine(held.Folder, table)));
        }
    }

    [Fact]
    public async Task State_is_of_now_for_a_program_that_opens_no_stream()
    {
        using var run = new WatchedRun();
        await using LiveWindow window = await LiveWindow.OpenAsync(Options with { IsPaused = true });
        using var page = new PageClient(window.Address);
        Task<RunResult> result = run.StartAsync(window.Observer);
        await page.PostAsync("/control?do=slower");
        await page.PostAsync("/control?do=go");

        long tick = -1;
        for (int request = 0; request < 100 && tick < 2; request++)
        {
            tick = (await page.StateAsync()).Tick();
        }

        await page.PostAsync("/control?do=unlimited");
        await result;
        Assert.InRange(tick, 2, 599);
    }

    [Fact]
    public async Task Single_step_closes_one_tick_and_the_market_waits_again()
    {
        using var run = new WatchedRun();
        await using LiveWindow window = await LiveWindow.OpenAsync(Options with { IsPaused = true });
        using var page = new PageClient(window.Address);
        Task<RunResult> result = run.StartAsync(window.Observer);
        JsonElement before = await page.UntilAsync(static state => state.GetProperty("now").ValueKind == JsonValueKind.Object);
        Assert.Equal(-1, before.Tick());

        var ticks = new List<long>();
        for (int step = 0; step < 5; step++)
        {
            long tick = (await page.StateAsync()).Tick();
            await page.PostAsync("/control?do=step");
            ticks.Add((await page.UntilAsync(state => state.Tick() != tick)).Tick());
        }

        Assert.False(result.IsCompleted);
        Assert.Equal(ticks.Order(), ticks);
        Assert.Equal(5, ticks.Distinct().Count());

        // Agents wake at most ticks here; five steps lead no further than a few of them.
        Assert.InRange(ticks[^1], 4, 30);
        await page.PostAsync("/control?do=go");
        Assert.Equal(RunStatus.Finished, (await result).Summary.Status);
    }

    [Fact]
    public async Task Last_frame_has_the_numbers_of_the_run_folder()
    {
        using var run = new WatchedRun();
        await using LiveWindow window = await LiveWindow.OpenAsync(Options);
        using var page = new PageClient(window.Address);
        RunSummary summary = (await run.StartAsync(window.Observer)).Summary;
        await window.EndAsync(summary.Status);

        JsonElement state = await page.StateAsync();

        Assert.Equal("finished", state.Status());
        Assert.Equal(summary.Trades, state.Count("trades"));
        Assert.Equal(summary.Orders, state.Count("orders"));
        Assert.Equal((double)summary.Volume, state.GetProperty("now").GetProperty("volume").GetDouble());
        Assert.Equal((double)summary.Volume, state.GetProperty("buckets").EnumerateArray().Sum(static bucket => bucket.GetProperty("volume").GetDouble()), 6);
        Assert.Contains(
            state.GetProperty("facts").EnumerateArray(),
            fact => fact.GetProperty("basis").GetString()!.StartsWith(FormattableString.Invariant($"{summary.Trades:#,0} trades"), StringComparison.Ordinal));
        string[] last = File.ReadLines(Path.Combine(run.Folder, RunFolder.TradesFile)).Last().Split(',');
        JsonElement newest = state.GetProperty("trades")[0];
        Assert.Equal(last[0], newest.GetProperty("tick").GetRawText());
        Assert.Equal(double.Parse(last[2], System.Globalization.CultureInfo.InvariantCulture), newest.GetProperty("price").GetDouble());
        Assert.Equal(last[4] == "buy", newest.GetProperty("isBuy").GetBoolean());
    }

    [Fact]
    public async Task Stalled_viewer_loses_frames_and_the_run_nothing()
    {
        using var alone = new WatchedRun();
        RunSummary expected = (await alone.StartAsync(observer: null)).Summary;
        using var run = new WatchedRun();
        await using LiveWindow window = await LiveWindow.OpenAsync(Options with { FramesPerSecond = 60 });
        using var stalled = new System.Net.Sockets.TcpClient { ReceiveBufferSize = 1024 };
        await stalled.ConnectAsync(window.Address.Host, window.Address.Port);
        await stalled.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET /events HTTP/1.1\r\nHost: {window.Address.Authority}\r\n\r\n"));
        using var page = new PageClient(window.Address);
        Task<int> watching = WatchAsync(page);

        RunSummary summary = (await run.StartAsync(window.Observer)).Summary;
        await window.EndAsync(summary.Status);

        Assert.Equal((expected.Fingerprint, expected.StateDigest), (summary.Fingerprint, summary.StateDigest));
        Assert.True(await watching > 0);
    }

    [Fact]
    public async Task Interrupted_while_paused_the_run_takes_its_checkpoint_and_the_page_of_the_resumed_one_shows_what_was_before()
    {
        using var run = new WatchedRun();
        using var interrupt = new CancellationTokenSource();
        await using (LiveWindow window = await LiveWindow.OpenAsync(Options with { IsPaused = true }))
        {
            using var page = new PageClient(window.Address);
            Task<RunResult> result = run.StartAsync(window.Observer, interrupt.Token);
            await page.UntilAsync(static state => state.GetProperty("now").ValueKind == JsonValueKind.Object);
            for (int step = 0; step < 60; step++)
            {
                await page.PostAsync("/control?do=step");
            }

            JsonElement held = await page.UntilAsync(static state => state.Tick() > 40 && state.Count("trades") > 0);
            await interrupt.CancelAsync();
            Assert.Equal(RunStatus.Interrupted, (await result).Summary.Status);
            Assert.InRange((await result).Summary.Ticks, held.Tick() + 1, 120);
        }

        await using (LiveWindow playback = await LiveWindow.PlayBackAsync(run.Folder, Options))
        {
            using var page = new PageClient(playback.Address);
            for (int last = 120; (await page.PostAsync($"/control?do=jump&tick={last}")).Status != HttpStatusCode.OK; last--)
            {
                Assert.True(last > 40);
            }

            Assert.Equal("interrupted", (await page.StateAsync()).Status());
        }

        await using LiveWindow second = await LiveWindow.OpenAsync(Options with { IsPaused = true }, run.Folder);
        using var secondPage = new PageClient(second.Address);
        Task<RunResult> resumed = run.ResumeAsync(second.Observer);
        JsonElement state = await secondPage.UntilAsync(static state => state.GetProperty("now").ValueKind == JsonValueKind.Object);

        Assert.True(state.Tick() > 40);
        Assert.NotEmpty(state.GetProperty("trades").EnumerateArray());
        await secondPage.PostAsync("/control?do=go");
        Assert.Equal(RunStatus.Finished, (await resumed).Summary.Status);
    }

    /// <returns>How many frames came.</returns>
    private static async Task<int> WatchAsync(PageClient page)
    {
        int frames = 0;
        await foreach (JsonElement _ in page.FramesAsync())
        {
            frames++;
        }

        return frames;
    }
}
