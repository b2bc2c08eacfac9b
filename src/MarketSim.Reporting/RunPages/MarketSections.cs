using MarketSim.Reporting.Charts;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Page;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.RunPages;

/// <summary>Price, spread, depth and volume.</summary>
internal static class MarketSections
{
    private const string NoSamples = "No line: book.csv holds fewer than two samples. Sample more often (output.sampleInterval) or run longer.";

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
            "Mid-price, last trade and the room between best bid and best ask, with the value that informed agents trade on." + MarkersOf(model),
            table,
            chart is null ? NoSamples : null)
        {
            IsTall = true,
        };
    }

    private static string MarkersOf(ReportModel model) => model.Drawn.Markers switch
    {
        null => string.Empty,
        { Fills: 0 } markers => FormattableString.Invariant($" Agent {markers.Agent} had no fill."),
        { } markers when markers.Time.Length < markers.Fills => FormattableString.Invariant($" Triangles mark {markers.Time.Length:N0} of the {markers.Fills:N0} fills of agent {markers.Agent}, evenly chosen: up where it bought, down where it sold."),
        { } markers => FormattableString.Invariant($" Triangles mark the {markers.Fills:N0} fills of agent {markers.Agent}: up where it bought, down where it sold."),
    };

    public static ReportSection Candles(ReportModel model)
    {
        int decimals = model.Listed.PriceDecimals;
        var table = new HtmlTable(
            HtmlColumn.Text("From"), HtmlColumn.Number("Open"), HtmlColumn.Number("High"), HtmlColumn.Number("Low"), HtmlColumn.Number("Close"), HtmlColumn.Number("Volume (shares)"));
        CandleChart? chart = model.Listed.Candles;
        for (int row = 0; row < chart?.Start.Length; row++)
        {
            table.Add(
                model.Clock.Label(chart.Start[row]),
                Numbers.Price(chart.Open[row], decimals),
                Numbers.Price(chart.High[row], decimals),
                Numbers.Price(chart.Low[row], decimals),
                Numbers.Price(chart.Close[row], decimals),
                Numbers.Whole(model.Listed.Volume?.Volume[row] ?? double.NaN));
        }

        string intervals = chart is null ? string.Empty : $"{Durations.Label(model.Drawn.Candles!.IntervalSeconds)} ({Durations.Label(chart.IntervalSeconds)} in the table)";
        string source = model.Listed.Volume?.Sides is null ? " The run kept no trades, so they are of the last prices at its samples." : string.Empty;
        return new ReportSection(
            "candles",
            "Candles and volume",
            $"First, highest, lowest and last price traded at per {intervals}, and the shares traded.{source}",
            table,
            chart is null ? "No data: nothing was traded." : null)
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
            chart is null ? "No data: no sample of book.csv has both a bid and an ask."
                : model.Drawn.Spread!.Time.Length < 2 ? "No line: a single stretch of book.csv has both a bid and an ask. Sample more often (output.sampleInterval) or run longer." : null);
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
            $"Resting quantity at each price over time (the {Numbers.Whole(chart?.Levels.Count ?? 0)} best levels of each side), bids in one colour and asks in another, with the mid-price on top. The table has the mean by level.",
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
