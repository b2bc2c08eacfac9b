using MarketSim.Reporting;

namespace MarketSim.Live.Tests.Pages;

/// <summary>A test that needs a browser and a build with charts; it says so where it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public static string? Chromium { get; } = ProgramRun.Find("chromium");

    public ChromiumFactAttribute() => Skip = (Chromium, HtmlReport.HasCharts) switch
    {
        (null, _) => "Chromium is not installed.",
        (_, false) => "This build has no charts: Node.js was missing.",
        _ => null,
    };
}
