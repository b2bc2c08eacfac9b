using System.Net;
using System.Text;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Html;

namespace MarketSim.Reporting.Page;

/// <summary>One chart of the report with the numbers behind it.</summary>
/// <param name="Chart">Its name in the script.</param>
/// <param name="Lack">Reason for an empty section; null otherwise.</param>
internal sealed record ReportSection(string Chart, string Title, string Explanation, HtmlTable Table, string? Lack)
{
    /// <summary>The figure, where the chart is none of the market's own; null otherwise.</summary>
    public Figure? Figure { get; init; }

    public bool IsTall { get; init; }

    /// <summary>True when the table below the chart is open from the start.</summary>
    public bool ShowsTable { get; init; }

    public bool OffersLogarithm { get; init; }

    /// <summary>A figure with its numbers.</summary>
    /// <param name="name">Unique on the page.</param>
    public static ReportSection Of(string name, string title, string explanation, Figure figure) =>
        new(name, title, explanation, FigureTable.Of(figure), LackOf(figure)) { Figure = figure };

    /// <summary>The reason why a figure is empty; null when a line has a point.</summary>
    private static string? LackOf(Figure figure) => figure.Lines.Any(static line => line.Y.Any(double.IsFinite))
        ? null
        : "No data: the run has no value of this yet. Train or run longer, then make the report again.";

    /// <summary>Chart and folded table, or the open table alone where charts are not to be had.</summary>
    public void WriteTo(StringBuilder html, bool withCharts)
    {
        html.Append("<section class=\"card\">\n<div class=\"chart-head\"><h2>").Append(WebUtility.HtmlEncode(Title)).Append("</h2>");
        if (OffersLogarithm && withCharts && Lack is null)
        {
            html.Append("<button type=\"button\" aria-pressed=\"false\" data-logarithmic=\"").Append(Chart)
                .Append("\" data-linear-text=\"Linear scale\" data-logarithmic-text=\"Logarithmic scale\">Logarithmic scale</button>");
        }

        html.Append("</div>\n<p>").Append(WebUtility.HtmlEncode(Lack ?? Explanation)).Append("</p>\n");
        if (Lack is null)
        {
            WriteContent(html, withCharts);
        }

        html.Append("</section>\n");
    }

    private void WriteContent(StringBuilder html, bool withCharts)
    {
        if (!withCharts)
        {
            Table.WriteTo(html);
            return;
        }

        html.Append("<div class=\"chart").Append(IsTall ? " tall" : string.Empty).Append(Figure is null ? "\" data-chart=\"" : "\" data-figure=\"").Append(Chart).Append("\"></div>\n")
            .Append(ShowsTable ? "<details open>" : "<details>").Append("<summary>Numbers</summary>\n");
        Table.WriteTo(html);
        html.Append("</details>\n");
    }
}
