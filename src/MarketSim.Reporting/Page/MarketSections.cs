using MarketSim.Reporting.Charts;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Page;

/// <summary>Price, spread, depth and volume.</summary>
internal static class MarketSections
{
    private const string NoSamples = "No data: book.csv holds fewer than two samples.";

    public static ReportSection Price(ReportModel model)
    {
        int decimals = model.Listed.PriceDecimals;
        var table = new HtmlTable(
            HtmlColumn.Text("Time"),
            HtmlColumn.Number("Bid"),
            HtmlColumn.Number("Ask"),
            HtmlColumn.Number("Mid"),
            HtmlColumn.Number("Last trade"),
            HtmlColumn.Number("Fundamental value"));
        PriceChart? chart = model.Listed.Price;
        for (int row = 0; row < chart?.Time.Length; row++)
        {
            table.Add(
                model.Clock.Label(chart.Time[row]),
                Numbers.Price(chart.Bid[row], decimals),
                Numbers.Price(chart.Ask[row], decimals),
                Numbers.Price(chart.Mid[row], decimals),
                Numbers.Price(chart.Last[row], decimals),
                Numbers.Price(chart.Fundamental[row], decimals));
        }

        return new ReportSection(
            "price",
            "Price and fundamental value",
            "Mid-price, last trade and the room between best bid and best ask, with the value that informed agents trade on.",
            table,
            chart is null ? NoSamples : null)
        {
            IsTall = true,
        };
    }

    public static ReportSection Spread(ReportModel model)
    {
        var table = new HtmlTable(
            HtmlColumn.Text("From"), HtmlColumn.Number("Mean (ticks)"), HtmlColumn.Number("Lowest (ticks)"), HtmlColumn.Number("Highest (ticks)"));
        SpreadChart? chart = model.Listed.Spread;
        for (int row = 0; row < chart?.Time.Length; row++)
        {
            table.Add(
                model.Clock.Label(chart.Time[row]),
                Numbers.Significant(chart.Mean[row]),
                Numbers.Significant(chart.Lowest[row]),
                Numbers.Significant(chart.Highest[row]));
        }

        return new ReportSection(
            "spread",
            "Spread",
            "Best ask less best bid: the mean over each stretch of samples, and the range within it.",
            table,
            chart is null ? "No data: no sample of book.csv has both a bid and an ask." : null);
    }

    public static ReportSection Depth(ReportModel model)
    {
        var table = new HtmlTable(HtmlColumn.Number("Level"), HtmlColumn.Number("Mean bid quantity (shares)"), HtmlColumn.Number("Mean ask quantity (shares)"));
        DepthChart? chart = model.Listed.Depth;
        for (int level = 0; level < chart?.Levels.Count; level++)
        {
            table.Add(Numbers.Whole(level + 1), Numbers.Significant(chart.Levels[level].BidQuantity), Numbers.Significant(chart.Levels[level].AskQuantity));
        }

        return new ReportSection(
            "depth",
            "Depth of the book",
            $"Resting quantity at each price over time (the {Numbers.Whole(chart?.Levels.Count ?? 0)} best levels of each side), with the mid-price on top. The table has the mean by level.",
            table,
            chart is null ? "No data: book.csv holds no price levels beyond the best." : null)
        {
            IsTall = true,
        };
    }

    public static ReportSection Volume(ReportModel model)
    {
        VolumeChart? chart = model.Listed.Volume;
        string intervals = chart is null
            ? string.Empty
            : $"{Durations.Label(model.Drawn.Volume!.IntervalSeconds)} ({Durations.Label(chart.IntervalSeconds)} in the table)";
        return new ReportSection(
            "volume",
            "Traded volume",
            chart?.Sides is null
                ? $"Shares traded per {intervals}. The run kept no trades, so the sides are not known."
                : $"Shares traded per {intervals}, by the side whose order took the initiative.",
            VolumeTable(model, chart),
            chart is null ? "No data: nothing was traded." : null);
    }

    private static HtmlTable VolumeTable(ReportModel model, VolumeChart? chart)
    {
        var table = new HtmlTable(
            HtmlColumn.Text("From"),
            HtmlColumn.Number("Volume (shares)"),
            HtmlColumn.Number("Buyer-initiated"),
            HtmlColumn.Number("Seller-initiated"),
            HtmlColumn.Number("Trades"));
        for (int row = 0; row < chart?.Start.Length; row++)
        {
            table.Add(
                model.Clock.Label(chart.Start[row]),
                Numbers.Whole(chart.Volume[row]),
                Numbers.Whole(chart.Sides?.BuyerInitiated[row] ?? double.NaN),
                Numbers.Whole(chart.Sides?.SellerInitiated[row] ?? double.NaN),
                Numbers.Whole(chart.Sides?.Trades[row] ?? double.NaN));
        }

        return table;
    }
}
