using MarketSim.Reporting.RunFolders;
using MarketSim.Reporting.StylizedFacts;

namespace MarketSim.Reporting.Page;

/// <summary>The two tables that are there with and without charts: agent groups and stylized facts.</summary>
internal static class ResultTables
{
    public static HtmlTable Groups(IReadOnlyList<GroupOutcome> results)
    {
        var table = new HtmlTable(
            HtmlColumn.Text("Group"),
            HtmlColumn.Text("Type"),
            HtmlColumn.Number("Agents"),
            HtmlColumn.Number("Profit, mean"),
            HtmlColumn.Number("total"),
            HtmlColumn.Number("lowest"),
            HtmlColumn.Number("highest"),
            HtmlColumn.Number("Inventory"),
            HtmlColumn.Number("Orders"),
            HtmlColumn.Number("Trades"),
            HtmlColumn.Number("Volume"),
            HtmlColumn.Number("Failures"));
        foreach (GroupOutcome result in results)
        {
            table.Add(
                result.Name,
                result.Type,
                Numbers.Whole(result.Agents),
                Numbers.Money(result.MeanProfit),
                Numbers.Money(result.TotalProfit),
                Numbers.Money(result.LowestProfit),
                Numbers.Money(result.HighestProfit),
                Numbers.Whole(result.Inventory),
                Numbers.Whole(result.Orders),
                Numbers.Whole(result.Trades),
                Numbers.Whole(result.Volume),
                Numbers.Whole(result.Failures));
        }

        return table;
    }

    public static HtmlTable Facts(IReadOnlyList<StylizedFact> facts)
    {
        var table = new HtmlTable(
            HtmlColumn.Prose("Fact"),
            HtmlColumn.Prose("In this run"),
            HtmlColumn.Text("Verdict"),
            HtmlColumn.Prose("Gate"),
            HtmlColumn.Prose("Real markets"),
            HtmlColumn.Prose("Computed from"));
        foreach (StylizedFact fact in facts)
        {
            table.Add(fact.Name, fact.Found, Verdict(fact.Verdict), fact.Gate, fact.RealMarkets, fact.Basis);
        }

        return table;
    }

    private static HtmlCell Verdict(FactVerdict verdict) => verdict switch
    {
        FactVerdict.Met => new HtmlCell("met", "met"),
        FactVerdict.Missed => new HtmlCell("missed", "missed"),
        _ => new HtmlCell("not enough data", "open"),
    };
}
