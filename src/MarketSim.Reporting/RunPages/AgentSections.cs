using MarketSim.Reporting.Charts;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Page;

namespace MarketSim.Reporting.RunPages;

/// <summary>Profit and inventory by agent group, and what the agents sent.</summary>
internal static class AgentSections
{
    private const string NoGroups = "No line: groups.csv holds fewer than two samples. Sample more often (output.sampleInterval) or run longer.";

    public static ReportSection Profit(ReportModel model) => new(
        "profit",
        "Profit by agent group",
        "Mark-to-market profit of each group as a whole, in currency.",
        GroupTable(model, group => group.Profit, Numbers.Money),
        model.Listed.Groups is null ? NoGroups : null);

    public static ReportSection Drawdown(ReportModel model) => new(
        "drawdown",
        "Drawdown by agent group",
        "How far the profit of each group is below the highest that it has reached so far, in currency.",
        GroupTable(model, group => group.Drawdown, Numbers.Money),
        model.Listed.Groups is null ? NoGroups : null);

    public static ReportSection Inventory(ReportModel model) => new(
        "inventory",
        "Inventory by agent group",
        "Shares held by each group as a whole; below zero it has sold more than it had.",
        GroupTable(model, group => group.Inventory, Numbers.Whole),
        model.Listed.Groups is null ? NoGroups : null);

    public static ReportSection Rates(ReportModel model)
    {
        var table = new HtmlTable(
            HtmlColumn.Text("From"),
            HtmlColumn.Number("Orders /s"),
            HtmlColumn.Number("Cancels /s"),
            HtmlColumn.Number("Amendments /s"),
            HtmlColumn.Number("Trades /s"),
            HtmlColumn.Number("Refusals /s"));
        RateChart? chart = model.Listed.Rates;
        for (int row = 0; row < chart?.Time.Length; row++)
        {
            table.Add(
                model.Clock.Label(chart.Time[row]),
                Numbers.Significant(chart.Orders[row]),
                Numbers.Significant(chart.Cancels[row]),
                Numbers.Significant(chart.Amendments[row]),
                Numbers.Significant(chart.Trades[row]),
                Numbers.Significant(chart.Refusals[row]));
        }

        return new ReportSection(
            "rates",
            "Message rates",
            "Orders, cancels and trades per second of simulated time.",
            table,
            chart is null || chart.Time.Length < 2 ? "No line: metrics.csv holds fewer than three samples, so there is at most one rate. Sample more often (output.sampleInterval) or run longer." : null);
    }

    private static HtmlTable GroupTable(ReportModel model, Func<GroupLine, double[]> pick, Func<double, string> format)
    {
        GroupChart? chart = model.Listed.Groups;
        var table = new HtmlTable([HtmlColumn.Text("Time"), .. chart?.Groups.Select(group => HtmlColumn.Number(group.Name)) ?? []]);
        for (int row = 0; row < chart?.Time.Length; row++)
        {
            table.Add([model.Clock.Label(chart.Time[row]), .. chart.Groups.Select(group => (HtmlCell)format(pick(group)[row]))]);
        }

        return table;
    }
}
