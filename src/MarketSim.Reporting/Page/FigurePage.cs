using System.Net;
using System.Text;
using MarketSim.Reporting.Charts;

namespace MarketSim.Reporting.Page;

/// <summary>A page of figures alone, self-contained as the report is.</summary>
internal static class FigurePage
{
    /// <summary>Writes the page whole or not at all; an earlier one is replaced.</summary>
    /// <returns>Full path of the page.</returns>
    public static string Write(string path, string title, string subtitle, IReadOnlyList<ReportSection> sections) =>
        PageFile.Write(path, Html(title, subtitle, sections, ChartAssets.ECharts));

    internal static string Html(string title, string subtitle, IReadOnlyList<ReportSection> sections, string? chartLibrary)
    {
        var body = new StringBuilder("<main>\n<h1>").Append(WebUtility.HtmlEncode(title)).Append("</h1>\n<p class=\"subtitle\">")
            .Append(WebUtility.HtmlEncode(subtitle)).Append("</p>\n");
        PageFile.WriteLackOfCharts(body, chartLibrary);
        PageFile.WriteChartHelp(body, chartLibrary);
        foreach (ReportSection section in sections)
        {
            section.WriteTo(body, chartLibrary is not null);
        }

        body.Append("<footer>Made by MarketSim.").Append(chartLibrary is null ? string.Empty : PageFile.ChartCredit).Append("</footer>\n</main>");
        return PageFile.Html(title, body.ToString(), chartLibrary is null ? string.Empty : PageFile.Scripts(chartLibrary, chartData: null, sections));
    }
}
