using MarketSim.Live.Clusters;
using MarketSim.Live.Configuration;
using MarketSim.Results;
using MarketSim.Simulation.Running;
using Microsoft.Playwright;

namespace MarketSim.Live.Tests.Pages;

public sealed class LivePageTests
{
    private static readonly LiveOptions Options = new() { TimeProvider = TimeProvider.System };

    // Where a developer wants to look at the pictures.
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("MARKETSIM_LIVE_PICTURES");

    [ChromiumFact]
    public async Task Page_of_a_run_steps_goes_on_comes_back_and_ends_with_the_numbers_of_the_run_folder()
    {
        using var run = new WatchedRun();
        await using LiveWindow window = await LiveWindow.OpenAsync(Options with { IsPaused = true });
        Task<RunResult> result = run.StartAsync(window.Observer);
        await using Browser browser = await Browser.OpenAsync(1280, 900);
        IPage page = browser.Page;
        await page.GotoAsync(window.Address.AbsoluteUri);
        await page.Locator("#status[data-status=paused]").WaitForAsync();
        await page.Locator("#fact-tick[data-value='-1']").WaitForAsync();

        await page.ClickAsync("#step");
        await page.Locator("#fact-tick:not([data-value='-1'])").WaitForAsync();
        double stepped = await browser.NumberAsync("fact-tick");
        Assert.False(result.IsCompleted);

        // A page that is closed and opened again has everything at once.
        await page.ReloadAsync();
        await page.Locator($"#fact-tick[data-value='{stepped}']").WaitForAsync();

        await page.FillAsync("#agent", "7");
        await page.ClickAsync("#follow button");
        await page.Locator("#agent-account[data-value='7']").WaitForAsync();
        await page.ClickAsync("#toggle");
        RunSummary summary = (await result).Summary;
        await window.EndAsync(summary.Status);
        await page.Locator("#status[data-status=finished]").WaitForAsync();

        Assert.Equal(summary.Trades, await browser.NumberAsync("fact-trades"));
        Assert.Equal(summary.Orders, await browser.NumberAsync("fact-orders"));
        Assert.Equal(summary.Messages, await browser.NumberAsync("fact-messages"));
        Assert.Equal((double)summary.Volume, await browser.NumberAsync("fact-volume"));

        // Charts are drawn while they can be seen, and the click above has scrolled away from this one.
        await page.Locator("#price-chart").ScrollIntoViewIfNeededAsync();
        await page.Locator("#price-chart canvas").WaitForAsync();
        Assert.Equal(2, await page.Locator("#groups tbody tr").CountAsync());
        Assert.True(await page.Locator("#ladder tbody tr").CountAsync() > 10);
        Assert.Empty(browser.Complaints);
        await KeepAsync(page, "live-1280-light");
    }

    [ChromiumFact]
    public async Task Page_of_a_finished_run_jumps_draws_every_chart_and_saves_the_picture()
    {
        using var run = new WatchedRun();
        RunSummary summary = (await run.StartAsync(observer: null)).Summary;
        await using LiveWindow window = await LiveWindow.PlayBackAsync(run.Folder, Options);
        await using Browser browser = await Browser.OpenAsync(390, 844, ColorScheme.Dark);
        IPage page = browser.Page;
        await page.GotoAsync(window.Address.AbsoluteUri);
        await page.Locator("#jump").WaitForAsync();

        await page.FillAsync("#tick", "300");
        await page.ClickAsync("#jump button[type=submit]");
        await page.ClickAsync("#exact");
        await page.GetByText("computed again").WaitForAsync();

        // What a viewer has zoomed and hidden stays when charts are drawn again.
        await page.Locator("#price-chart").ScrollIntoViewIfNeededAsync();
        await page.Locator("#price-chart canvas").WaitForAsync();
        const string Chart = "echarts.getInstanceByDom(document.getElementById('price-chart'))";
        await page.EvaluateAsync($$"""{ {{Chart}}.dispatchAction({ type: "dataZoom", start: 20, end: 60 }); {{Chart}}.dispatchAction({ type: "legendToggleSelect", name: "Fundamental value" }); }""");
        await page.Locator("#toggle").ClickAsync();
        await page.FillAsync("#tick", "600");
        await page.ClickAsync("#jump button[type=submit]");
        await page.Locator("#status[data-status=finished]").WaitForAsync();
        await page.Locator($"#fact-trades[data-value='{summary.Trades}']").WaitForAsync();
        IDownload picture = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("#save"));

        Assert.Equal("20 60 false", await page.EvaluateAsync<string>(
            $$"""(option => [option.dataZoom[0].start, option.dataZoom[0].end, option.legend[0].selected["Fundamental value"]].join(" "))({{Chart}}.getOption())"""));
        string path = Path.Combine(run.Folder, "picture.png");
        await picture.SaveAsAsync(path);
        Assert.Equal("marketsim-small-600.png", picture.SuggestedFilename);
        Assert.InRange(await LongestBlankAsync(page, await File.ReadAllBytesAsync(path)), 0, 300);
        foreach (string chart in new[] { "price", "depth", "volume", "spread", "profit", "inventory", "rate" })
        {
            Assert.Equal(1, await page.Locator($"#{chart}-chart canvas").CountAsync());
        }

        // Of a run of a cluster it shows where everything is, and what was lost.
        window.Show(new LiveCluster(
            IsOver: true,
            [["Epoch", "2"]],
            [
                new LiveNode("node-1", "host", ["agents", "learner", "market"], 2, IsLeader: true, 2, 60, ["learner-trader"], "up"),
                new LiveNode("node-2", "host", ["agents"], 2, IsLeader: false, 1, 40, [], "unreachable"),
            ],
            [new LiveRecovery(2, "NodeFailure", "node-2", 310, 300, "its connection was lost")]));
        await page.GetByText("market, learner-trader").WaitForAsync();
        Assert.Equal(2, await page.Locator("#nodes tbody tr").CountAsync());
        Assert.Equal(1, await page.Locator("#recoveries tbody tr").CountAsync());

        // Nothing sticks out of a telephone.
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(browser.Complaints);
        await KeepAsync(page, "watch-390-dark");
        if (Pictures is not null)
        {
            File.Copy(path, Path.Combine(Pictures, "saved.png"), overwrite: true);
        }
    }

    /// <returns>The most rows of one colour that follow each other; a chart that was not drawn has 480 at least.</returns>
    private static Task<int> LongestBlankAsync(IPage page, byte[] picture) => page.EvaluateAsync<int>(
        """
        async data => {
          const image = new Image();
          image.src = "data:image/png;base64," + data;
          await image.decode();
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [image.width, image.height];
          const context = canvas.getContext("2d", { willReadFrequently: true });
          context.drawImage(image, 0, 0);
          const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
          let [longest, blank] = [0, 0];
          for (let row = 0; row < image.height; row++) {
            const line = pixels.subarray(row * image.width, (row + 1) * image.width);
            blank = line.every(pixel => pixel === line[0]) ? blank + 1 : 0;
            longest = Math.max(longest, blank);
          }
          return longest;
        }
        """,
        Convert.ToBase64String(picture));

    private static async Task KeepAsync(IPage page, string name)
    {
        if (Pictures is not null)
        {
            await page.EvaluateAsync("window.scrollTo(0, 0)");
            await page.WaitForTimeoutAsync(2_500);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}.png"), FullPage = true });
        }
    }
}
