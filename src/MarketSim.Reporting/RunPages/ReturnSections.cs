using MarketSim.Reporting.Charts;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Page;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.RunPages;

/// <summary>The distribution of returns and their autocorrelation.</summary>
internal static class ReturnSections
{
    private const int BinsPerRow = 5;
    private static readonly int[] ListedLags = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 40, 50, 60, 80, 100];

    public static ReportSection Distribution(ReportModel model)
    {
        ReturnChart? chart = model.Drawn.Returns;
        string explanation = chart is null
            ? string.Empty
            : $"{Numbers.Whole(chart.Count)} log returns of the mid-price over {Durations.Label(chart.IntervalSeconds)}: mean {Numbers.Significant(chart.Mean)}, "
                + $"deviation {Numbers.Significant(chart.Deviation)} basis points, skewness {Numbers.Significant(chart.Skewness)}, "
                + $"excess kurtosis {Numbers.Significant(chart.ExcessKurtosis)}; {Numbers.Whole(chart.Outside)} lie outside the picture.";
        return new ReportSection(
            "returns",
            "Distribution of returns",
            explanation,
            DistributionTable(chart),
            chart is null ? $"No data: it takes {ReturnChart.MinReturns} returns of the mid-price that are not all equal." : null)
        {
            OffersLogarithm = true,
        };
    }

    public static ReportSection Autocorrelation(ReportModel model)
    {
        var table = new HtmlTable(HtmlColumn.Number("Lag"), HtmlColumn.Number("Returns"), HtmlColumn.Number("Absolute returns"));
        AutocorrelationChart? chart = model.Drawn.Autocorrelation;
        foreach (int lag in ListedLags.Where(lag => lag <= chart?.Returns.Length))
        {
            table.Add(Numbers.Whole(lag), Numbers.Fixed(chart!.Returns[lag - 1], 4), Numbers.Fixed(chart.AbsoluteReturns[lag - 1], 4));
        }

        return new ReportSection(
            "autocorrelation",
            "Autocorrelation of returns",
            $"Log returns of the mid-price over {chart?.IntervalLabel}, and their absolute values. An uncorrelated series stays within ± {Numbers.Fixed(chart?.Band ?? 0, 4)} at 95 % of the lags.",
            table,
            chart is null ? $"No data: it takes {AutocorrelationChart.MinReturns} returns of the mid-price that are not all equal." : null);
    }

    private static HtmlTable DistributionTable(ReturnChart? chart)
    {
        var table = new HtmlTable(
            HtmlColumn.Number("From (basis points)"), HtmlColumn.Number("to"), HtmlColumn.Number("Share of returns"), HtmlColumn.Number("Share if normal"));
        if (chart is null)
        {
            return table;
        }

        double width = chart.Centre[1] - chart.Centre[0];
        for (int first = 0; first < chart.Centre.Length; first += BinsPerRow)
        {
            int end = Math.Min(first + BinsPerRow, chart.Centre.Length);
            table.Add(
                Numbers.Significant(chart.Centre[first] - (width / 2)),
                Numbers.Significant(chart.Centre[end - 1] + (width / 2)),
                Numbers.Percent(chart.Density[first..end].Sum() * width),
                Numbers.Percent(chart.Normal[first..end].Sum() * width));
        }

        return table;
    }
}
