using System.Text.RegularExpressions;
using MarketSim.Reporting.Tests.Runs;

namespace MarketSim.Reporting.Tests.Page;

public sealed class ChartDrawingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _browserProfile = new();

    public void Dispose()
    {
        _folder.Dispose();
        _browserProfile.Dispose();
    }

    [ChromiumFact]
    public async Task Browser_draws_the_figures_of_a_training_too()
    {
        var run = new SyntheticRun { CloseSeconds = 36_000 };
        run.WriteTo(_folder.Path);
        SyntheticTraining.AddTo(_folder.Path, run.CloseSeconds - run.OpenSeconds, episodes: 60);

        string output = await Dom(HtmlReport.Write(_folder.Path));

        Assert.DoesNotContain(":CONSOLE", output, StringComparison.Ordinal);
        Assert.Equal(7, Drawn(output, "figure"));
        Assert.Equal(11, Drawn(output, "chart"));
    }

    [ChromiumFact]
    public async Task Browser_draws_the_page_of_rewards()
    {
        var run = new SyntheticRun { CloseSeconds = 36_000 };
        run.WriteTo(_folder.Path);
        SyntheticTraining.AddTo(_folder.Path, run.CloseSeconds - run.OpenSeconds, episodes: 60);

        string output = await Dom(RunPlots.PlotRewards(_folder.Path, Path.Combine(_folder.Path, "rewards.html")));

        Assert.DoesNotContain(":CONSOLE", output, StringComparison.Ordinal);
        Assert.Equal(7, Drawn(output, "figure"));
    }

    [ChromiumFact]
    public async Task Browser_draws_all_charts_without_a_word_on_its_console()
    {
        new SyntheticRun { CloseSeconds = 36_000 }.WriteTo(_folder.Path);

        string output = await Dom(HtmlReport.Write(_folder.Path));

        Assert.DoesNotContain(":CONSOLE", output, StringComparison.Ordinal);
        Assert.Equal(11, Drawn(output, "chart"));
    }

    [ChromiumFact]
    public async Task Browser_draws_two_runs_side_by_side_and_the_fills_of_an_agent()
    {
        using TemporaryFolder other = SmallRun.Create();
        new SyntheticRun { CloseSeconds = 36_000 }.WriteTo(_folder.Path);

        string compared = await Dom(HtmlReport.WriteComparison(Path.Combine(_folder.Path, "against.html"), _folder.Path, other.Path));
        string marked = await Dom(HtmlReport.WriteTo(Path.Combine(other.Path, "marked.html"), other.Path, agent: 1));

        Assert.DoesNotContain(":CONSOLE", compared, StringComparison.Ordinal);
        Assert.Equal(3, Drawn(compared, "figure"));
        Assert.DoesNotContain(":CONSOLE", marked, StringComparison.Ordinal);
        Assert.True(Drawn(marked, "chart") >= 8);
    }

    private async Task<string> Dom(string page)
    {
        (int exitCode, string output) = await ProgramRun.Of(
            ChromiumFactAttribute.Chromium!, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--enable-logging=stderr", "--virtual-time-budget=8000", $"--user-data-dir={_browserProfile.Path}",
            "--dump-dom", new Uri(page).AbsoluteUri);
        Assert.Equal(0, exitCode);
        return output;
    }

    private static int Drawn(string dom, string kind) => Regex.Count(
        dom, $"<div class=\"chart[^\"]*\" data-{kind}=\"\\w+\"[^>]*_echarts_instance_[^>]*>.*?<canvas", RegexOptions.Singleline, TimeSpan.FromSeconds(10));
}
