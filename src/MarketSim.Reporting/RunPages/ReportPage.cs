using System.Net;
using System.Text;
using MarketSim.Reporting.Charts;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.Page;

namespace MarketSim.Reporting.RunPages;

/// <summary>Puts the page together.</summary>
internal static class ReportPage
{
    /// <param name="chartLibrary">The text of ECharts; null gives tables only.</param>
    public static string Html(ReportModel model, string? chartLibrary)
    {
        ReportSection[] sections = Sections(model);
        return PageFile.Html(
            $"{model.Run.Scenario}, seed {model.Run.Seed} - MarketSim report",
            Body(model, sections, chartLibrary),
            chartLibrary is null ? string.Empty : PageFile.Scripts(chartLibrary, model.Drawn, sections));
    }

    private static string Body(ReportModel model, ReportSection[] sections, string? chartLibrary)
    {
        var html = new StringBuilder("<main>\n");
        RunHeader.WriteTo(html, model);
        PageFile.WriteLackOfCharts(html, chartLibrary);
        PageTable.Write(html, "Agent groups", (model.Training is null ? "Final results." : "The last episode.") + " Profit is in currency, marked to the market; mean, lowest and highest are per agent. Fees are paid less rebates, and part of the profit. Inventory and volume are in shares.", ResultTables.Groups(model.Results, model.Run));
        if (model.Training is not null)
        {
            PageTable.Write(
                html,
                "Training",
                "Means over the first and the last tenth of the episodes. Rewards are sums over an episode; wealth is in currency after costs, volume in shares.",
                TrainingSections.Table(model.Training));
        }

        if (model.Training is { Curriculum.Count: > 0 } training)
        {
            PageTable.Write(html, "Stages", "Each evaluation of a stage, and why it was left or kept.", CurriculumSections.Table(training.Curriculum));
        }

        PageFile.WriteChartHelp(html, chartLibrary);
        foreach (ReportSection section in sections)
        {
            section.WriteTo(html, chartLibrary is not null);
        }

        PageTable.Write(
            html,
            "Stylized facts",
            "What real markets show, and whether this run does. Minute returns are log returns of the mid-price. "
                + "The impact of whole parent orders is left out: a run folder does not say which orders belong together.",
            ResultTables.Facts(model.StylizedFacts));
        html.Append("<footer>Made by MarketSim ").Append(WebUtility.HtmlEncode(model.Run.Version.Split('+')[0])).Append(" from the files of the run folder.")
            .Append(chartLibrary is null ? string.Empty : PageFile.ChartCredit).Append("</footer>\n</main>");
        return html.ToString();
    }

    private static ReportSection[] Sections(ReportModel model) =>
    [
        .. model.Training is null ? [] : TrainingSections.Of(model.Training, model.Positions, model.Options),
        MarketSections.Price(model),
        MarketSections.Candles(model),
        MarketSections.Spread(model),
        MarketSections.Depth(model),
        MarketSections.Volume(model),
        ReturnSections.Distribution(model),
        ReturnSections.Autocorrelation(model),
        AgentSections.Profit(model),
        AgentSections.Drawdown(model),
        AgentSections.Inventory(model),
        AgentSections.Rates(model),
    ];
}
