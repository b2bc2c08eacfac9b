using System.Net;
using System.Text;
using MarketSim.Reporting.Charts;

namespace MarketSim.Reporting.Page;

/// <summary>Puts the page together.</summary>
internal static class ReportPage
{
    /// <param name="chartLibrary">The text of ECharts; null gives tables only.</param>
    public static string Html(ReportModel model, string? chartLibrary) => Filled(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["title"] = WebUtility.HtmlEncode($"{model.Run.Scenario}, seed {model.Run.Seed} - MarketSim report"),
        ["style"] = ChartAssets.Style,
        ["body"] = Body(model, chartLibrary is not null),
        ["scripts"] = chartLibrary is null ? string.Empty : Scripts(model.Drawn, chartLibrary),
    });

    private static string Filled(Dictionary<string, string> parts)
    {
        var html = new StringBuilder();
        string[] pieces = ChartAssets.Template.Split(["{{", "}}"], StringSplitOptions.None);
        for (int index = 0; index < pieces.Length; index++)
        {
            // Between the braces stand names, outside them text.
            html.Append(index % 2 == 0 ? pieces[index] : parts[pieces[index]]);
        }

        return html.ToString();
    }

    private static string Body(ReportModel model, bool withCharts)
    {
        var html = new StringBuilder("<main>\n");
        RunHead.WriteTo(html, model);
        if (!withCharts)
        {
            html.Append("<section class=\"card notice\"><p>This MarketSim was built without Node.js, so the report has tables and no charts. ")
                .Append("Build it with Node.js and npm, then make the report again.</p></section>\n");
        }

        WriteTable(html, "Agent groups", "Final results. Profit is in currency, marked to the market; mean, lowest and highest are per agent. Inventory and volume are in shares.", ResultTables.Groups(model.Results));
        foreach (ReportSection section in Sections(model))
        {
            section.WriteTo(html, withCharts);
        }

        WriteTable(
            html,
            "Stylized facts",
            "What real markets show, and whether this run does. Minute returns are log returns of the mid-price. "
                + "The impact of whole parent orders is left out: a run folder does not say which orders belong together.",
            ResultTables.Facts(model.StylizedFacts));
        html.Append("<footer>Made by MarketSim ").Append(WebUtility.HtmlEncode(model.Run.Version.Split('+')[0])).Append(" from the files of the run folder.")
            .Append(withCharts ? " Charts: Apache ECharts (Apache License 2.0)." : string.Empty).Append("</footer>\n</main>");
        return html.ToString();
    }

    private static ReportSection[] Sections(ReportModel model) =>
    [
        MarketSections.Price(model),
        MarketSections.Spread(model),
        MarketSections.Depth(model),
        MarketSections.Volume(model),
        ReturnSections.Distribution(model),
        ReturnSections.Autocorrelation(model),
        AgentSections.Profit(model),
        AgentSections.Inventory(model),
        AgentSections.Rates(model),
    ];

    private static void WriteTable(StringBuilder html, string title, string explanation, HtmlTable table)
    {
        html.Append("<section class=\"card\">\n<h2>").Append(title).Append("</h2>\n<p>")
            .Append(WebUtility.HtmlEncode(table.IsEmpty ? "No data." : explanation)).Append("</p>\n");
        if (!table.IsEmpty)
        {
            table.WriteTo(html);
        }

        html.Append("</section>\n");
    }

    private static string Scripts(ChartData data, string chartLibrary) =>
        $"<script type=\"application/json\" id=\"chart-data\">{data.ToJson()}</script>\n<script>{chartLibrary}</script>\n<script>\n{ChartAssets.Script}</script>";
}
