using MarketSim.Reporting.Html;
using MarketSim.Reporting.StylizedFacts;
using MarketSim.Results;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.RunPages;

/// <summary>The two tables that are there with and without charts: agent groups and stylized facts.</summary>
internal static class ResultTables
{
    /// <summary>The groups; with fees paid, the venue too, so that the column of fees adds up to zero.</summary>
    public static HtmlTable Groups(IReadOnlyList<GroupOutcome> results, RunSummary run)
    {
        Dictionary<string, double> fees = run.Groups.ToDictionary(static group => group.Name, static group => (double)group.Fees, StringComparer.Ordinal);
        VenueResult? venue = run.Venue is { } result && run.Groups.Count > 0 && (result.Profit != 0 || fees.Values.Any(static paid => paid != 0)) ? result : null;
        HtmlColumn[] feeColumn = venue is null ? [] : [HtmlColumn.Number("Fees")];
        var table = new HtmlTable(
        [
            HtmlColumn.Text("Group"),
            HtmlColumn.Text("Type"),
            HtmlColumn.Number("Agents"),
            HtmlColumn.Number("Profit, mean"),
            HtmlColumn.Number("total"),
            HtmlColumn.Number("lowest"),
            HtmlColumn.Number("highest"),
            .. feeColumn,
            HtmlColumn.Number("Inventory"),
            HtmlColumn.Number("Orders"),
            HtmlColumn.Number("Trades"),
            HtmlColumn.Number("Volume"),
            HtmlColumn.Number("Failures"),
        ]);
        foreach (GroupOutcome group in results)
        {
            HtmlCell[] paid = venue is null ? [] : [Numbers.Money(fees.GetValueOrDefault(group.Name, double.NaN))];
            table.Add(
            [
                group.Name,
                group.Type,
                Numbers.Whole(group.Agents),
                Numbers.Money(group.MeanProfit),
                Numbers.Money(group.TotalProfit),
                Numbers.Money(group.LowestProfit),
                Numbers.Money(group.HighestProfit),
                .. paid,
                Numbers.Whole(group.Inventory),
                Numbers.Whole(group.Orders),
                Numbers.Whole(group.Trades),
                Numbers.Whole(group.Volume),
                Numbers.Whole(group.Failures),
            ]);
        }

        if (venue is not null)
        {
            table.Add(
                VenueResult.RowName, string.Empty, string.Empty, string.Empty, Numbers.Money((double)venue.Profit), string.Empty, string.Empty, Numbers.Money(-fees.Values.Sum()),
                Numbers.Whole((double)venue.Inventory), string.Empty, string.Empty, string.Empty, string.Empty);
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
