using MarketSim.Reporting;

namespace MarketSim.Live.Tests.Pages;

/// <summary>A test that needs a browser and a build with charts; it says so where it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public static string? Chromium { get; } = ProgramRun.Find("chromium");

    /// <param name="isLong">Whether it runs only when MARKETSIM_LONG=1 asks for it.</param>
    public ChromiumFactAttribute(bool isLong = false) => Skip = (Chromium, HtmlReport.HasCharts) switch
    {
        _ when isLong && !LongTests.AreAskedFor => "Starts nodes. To run it: MARKETSIM_LONG=1 dotnet test tests/MarketSim.Live.Tests -c Release --filter ClusterPageTests",
        (null, _) => "Chromium is not installed.",
        (_, false) => "This build has no charts: Node.js was missing.",
        _ => null,
    };
}
