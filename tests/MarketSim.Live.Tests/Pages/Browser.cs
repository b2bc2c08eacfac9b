using System.Text.Json;
using Microsoft.Playwright;

namespace MarketSim.Live.Tests.Pages;

/// <summary>Debian's Chromium with one page, and what it complained of.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser, IPage page)
    {
        (_playwright, _browser, Page) = (playwright, browser, page);
        page.SetDefaultTimeout(120_000);
        page.Console += (_, message) => Complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Everything on the console, and every exception of a script.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<Browser> OpenAsync(int width, int height, ColorScheme scheme = ColorScheme.Light)
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = ChromiumFactAttribute.Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"],
            Timeout = 120_000,
        });
        IPage page = await browser.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            AcceptDownloads = true,
        });
        return new Browser(playwright, browser, page);
    }

    /// <summary>The number behind a fact of the page.</summary>
    public async Task<double> NumberAsync(string id) =>
        double.Parse((await Page.Locator($"#{id}").GetAttributeAsync("data-value"))!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Names and points of a chart's lines, as they are drawn.</summary>
    public async Task<IReadOnlyDictionary<string, JsonElement>> LinesAsync(string chart)
    {
        await Page.Locator($"#{chart}-chart").ScrollIntoViewIfNeededAsync();
        await Page.Locator($"#{chart}-chart canvas").WaitForAsync();
        string lines = await Page.EvaluateAsync<string>(
            "chart => JSON.stringify(Object.fromEntries(echarts.getInstanceByDom(document.getElementById(chart + '-chart')).getOption().series.map(line => [line.name, line.data])))", chart);
        return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(lines)!;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
    }
}
