using System.Net;
using System.Text;
using MarketSim.Reporting.Charts;
using MarketSim.Reporting.Figures;

namespace MarketSim.Reporting.Page;

/// <summary>The frame of every page: head, style, scripts.</summary>
internal static class PageFile
{
    public const string ChartCredit = " Charts: Apache ECharts (Apache License 2.0).";

    /// <param name="title">Text.</param>
    /// <param name="body">HTML.</param>
    /// <param name="scripts">HTML; empty for a page without charts.</param>
    public static string Html(string title, string body, string scripts)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title"] = WebUtility.HtmlEncode(title),
            ["style"] = ChartAssets.Style,
            ["body"] = body,
            ["scripts"] = scripts,
        };
        var html = new StringBuilder();
        string[] pieces = ChartAssets.Template.Split(["{{", "}}"], StringSplitOptions.None);
        for (int index = 0; index < pieces.Length; index++)
        {
            // Between the braces stand names, outside them text.
            html.Append(index % 2 == 0 ? pieces[index] : parts[pieces[index]]);
        }

        return html.ToString();
    }

    /// <param name="chartLibrary">The text of ECharts.</param>
    /// <param name="chartData">Of the charts of a market; null on a page that has none.</param>
    /// <param name="sections">Those with a figure have it drawn.</param>
    public static string Scripts(string chartLibrary, ChartData? chartData, IEnumerable<ReportSection> sections)
    {
        Dictionary<string, Figure> figures = sections.Where(section => section.Figure is not null)
            .ToDictionary(section => section.Chart, section => section.Figure!, StringComparer.Ordinal);
        var html = new StringBuilder();
        if (chartData is not null)
        {
            WriteData(html, "chart-data", chartData.ToJson());
        }

        if (figures.Count > 0)
        {
            WriteData(html, "figure-data", Figure.ToJson(figures));
        }

        html.Append("<script>").Append(chartLibrary).Append("</script>\n<script>\n").Append(ChartAssets.Look);
        html.Append(chartData is null ? string.Empty : ChartAssets.Script);
        html.Append(figures.Count == 0 ? string.Empty : ChartAssets.Figures);
        return html.Append("</script>").ToString();
    }

    public static void WriteLackOfCharts(StringBuilder html, string? chartLibrary)
    {
        if (chartLibrary is null)
        {
            html.Append("<section class=\"card notice\"><p>This MarketSim was built without Node.js, so the report has tables and no charts. ")
                .Append("Build it with Node.js and npm, then make the report again.</p></section>\n");
        }
    }

    /// <summary>Writes the help for zooming and moving charts; nothing on a page without charts.</summary>
    public static void WriteChartHelp(StringBuilder html, string? chartLibrary)
    {
        if (chartLibrary is not null)
        {
            html.Append("<p class=\"help\">In every chart: Ctrl with the wheel, or two fingers, zooms; dragging moves; the buttons at its top right choose a stretch, go back and save a picture.</p>\n");
        }
    }

    /// <summary>Writes a page whole or not at all; an earlier one is replaced.</summary>
    /// <returns>Full path of the page.</returns>
    public static string Write(string path, string html)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string full = Path.GetFullPath(path);
        string unfinished = full + ".partial";
        try
        {
            File.WriteAllText(unfinished, html, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(unfinished, full, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        return full;
    }

    private static void WriteData(StringBuilder html, string id, string json) =>
        html.Append("<script type=\"application/json\" id=\"").Append(id).Append("\">").Append(json).Append("</script>\n");
}
