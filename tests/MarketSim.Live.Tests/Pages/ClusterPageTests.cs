using System.Globalization;
using MarketSim.Results;
using Microsoft.Playwright;

namespace MarketSim.Live.Tests.Pages;

public sealed class ClusterPageTests
{
    private const int Agents = 36;

    [ChromiumFact(isLong: true)]
    public async Task Page_of_a_run_on_nodes_shows_the_recovery_of_a_killed_one_and_ends_with_the_numbers_of_the_run_folder()
    {
        using NodesRun run = await NodesRun.StartAsync("hierarchical", nodes: 3, ["training.episodes=1000", "checkpoint.everyTicks=500"]);
        await using Browser browser = await Browser.OpenAsync(1280, 900, ColorScheme.Dark);
        IPage page = browser.Page;
        await page.GotoAsync(run.Address);
        await page.Locator("#nodes tbody tr:nth-child(3)").WaitForAsync();

        // One of those that do not lead.
        string? leader = await page.Locator("#cluster-facts div").Filter(new LocatorFilterOptions { HasText = "Led by" }).Locator("dd").TextContentAsync();
        string victim = (await page.Locator("#nodes tbody td:first-child").AllTextContentsAsync()).First(node => node != leader);
        run.Kill(victim);

        ILocator recovery = page.Locator("#recoveries tbody tr").Filter(new LocatorFilterOptions { HasText = "NodeFailure" });
        await recovery.WaitForAsync();
        Assert.Equal(victim, await recovery.Locator("td:nth-child(3)").TextContentAsync());
        await page.Locator("#nodes tbody:not(:has(tr:nth-child(3)))").WaitForAsync();
        Assert.Equal(["up", "up"], await page.Locator("#nodes tbody td:nth-child(2)").AllTextContentsAsync());
        Assert.Equal(Agents, (await page.Locator("#nodes tbody td:nth-child(5)").AllTextContentsAsync()).Sum(static count => int.Parse(count, CultureInfo.InvariantCulture)));

        // The checkpoint of its end is shown before the page is told that no more comes.
        Assert.Equal(130, await run.InterruptAsync());
        await page.GetByText("The run is over").WaitForAsync();
        string[] last = File.ReadLines(Path.Combine(run.Folder, RunFolder.MetricsFile)).Last().Split(',');
        string[] header = File.ReadLines(Path.Combine(run.Folder, RunFolder.MetricsFile)).First().Split(',');
        Assert.Equal(double.Parse(last[Array.IndexOf(header, "trades")], CultureInfo.InvariantCulture), await browser.NumberAsync("fact-trades"));
        Assert.Equal(double.Parse(last[Array.IndexOf(header, "orders")], CultureInfo.InvariantCulture), await browser.NumberAsync("fact-orders"));
        Assert.Empty(browser.Complaints);
    }
}
