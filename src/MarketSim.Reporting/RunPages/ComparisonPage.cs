using System.Globalization;
using System.Net;
using System.Text;
using MarketSim.Reporting.Charts;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Page;
using MarketSim.Reporting.Series;
using MarketSim.Results;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.RunPages;

/// <summary>Two runs side by side: figures, groups and curves.</summary>
internal static class ComparisonPage
{
    private const int PointsPerLine = 1_500;

    public static string Html(string first, string second, string? chartLibrary)
    {
        Side one = Side.Read(first, "First");
        Side other = Side.Read(second, "Second");
        ReportSection[] sections =
        [
            Curve("price", "Mid-price", "Currency per share", "The mid-price of both runs over their own time.", one, other, static book => book.Mid),
            Curve("spread", "Spread", "Currency per share", "Best ask less best bid.", one, other, static book => [.. book.Ask.Zip(book.Bid, static (ask, bid) => ask - bid)]),
            Curve("volume", "Volume so far", "Shares", "Shares traded since the opening.", one, other, static book => book.CumulativeVolume),
        ];
        var html = new StringBuilder("<main>\n<h1>Two runs</h1>\n<p class=\"subtitle\">")
            .Append(WebUtility.HtmlEncode($"First: {one.Folder}")).Append("<br>").Append(WebUtility.HtmlEncode($"Second: {other.Folder}")).Append("</p>\n");
        PageFile.WriteLackOfCharts(html, chartLibrary);
        PageTable.Write(html, "Figures", Explanation(one, other), Figures(one, other));
        PageTable.Write(html, "Agent groups", "Profit is in currency, marked to the market, fees taken off; a group that only one of the runs has is empty in the other.", Groups(one, other));
        PageFile.WriteChartHelp(html, chartLibrary);
        foreach (ReportSection section in sections)
        {
            section.WriteTo(html, chartLibrary is not null);
        }

        html.Append("<footer>Made by MarketSim.").Append(chartLibrary is null ? string.Empty : PageFile.ChartCredit).Append("</footer>\n</main>");
        return PageFile.Html($"{one.Run.Scenario} and {other.Run.Scenario} - MarketSim", html.ToString(), chartLibrary is null ? string.Empty : PageFile.Scripts(chartLibrary, chartData: null, sections));
    }

    private static string Explanation(Side one, Side other) => one.Run.Fingerprint == other.Run.Fingerprint && one.Run.Fingerprint.Length > 0
        ? "Both have the same fingerprint: every order event and every trade is the same."
        : "The difference is the second less the first.";

    private static HtmlTable Figures(Side one, Side other)
    {
        var table = new HtmlTable(HtmlColumn.Text("Figure"), HtmlColumn.Number("First"), HtmlColumn.Number("Second"), HtmlColumn.Number("Difference"));
        void Text(string name, Func<RunSummary, string> text) => table.Add(name, text(one.Run), text(other.Run), string.Empty);
        void Number(string name, Func<Side, double> pick, Func<double, string> format) =>
            table.Add(name, format(pick(one)), format(pick(other)), format(pick(other) - pick(one)));

        Text("Scenario", static run => run.Scenario);
        Text("Seed", static run => run.Seed.ToString(CultureInfo.InvariantCulture));
        Text("Status", static run => run.Status.ToString().ToLowerInvariant());
        Text("Fingerprint", static run => run.Fingerprint[..Math.Min(12, run.Fingerprint.Length)]);
        Number("Agents", static side => side.Run.Agents, Numbers.Whole);
        Number("Ticks", static side => side.Run.Ticks, Numbers.Whole);
        Number("Orders", static side => side.Run.Orders, Numbers.Whole);
        Number("Trades", static side => side.Run.Trades, Numbers.Whole);
        Number("Volume (shares)", static side => (double)side.Run.Volume, Numbers.Whole);
        Number("Last mid-price", static side => side.Market.LastMid, Numbers.Significant);
        Number("Mean spread (currency)", static side => side.Market.MeanSpread, Numbers.Significant);
        Number("Volatility of minute returns (basis points)", static side => side.Figures.Volatility * 10_000, Numbers.Significant);
        Number("Excess kurtosis of minute returns", static side => side.Figures.ExcessKurtosis, Numbers.Significant);
        Number("Median distance from the fundamental value (%)", static side => side.Market.MedianDistance * 100, Numbers.Significant);
        Number("Profit of the venue (currency)", static side => (double)(side.Run.Venue?.Profit ?? 0), Numbers.Money);
        return table;
    }

    private static HtmlTable Groups(Side one, Side other)
    {
        var table = new HtmlTable(
            HtmlColumn.Text("Group"), HtmlColumn.Number("Profit, first"), HtmlColumn.Number("second"), HtmlColumn.Number("difference"), HtmlColumn.Number("Fills, first"), HtmlColumn.Number("second"));
        foreach (string name in one.Run.Groups.Concat(other.Run.Groups).Select(static group => group.Name).Distinct(StringComparer.Ordinal))
        {
            GroupResult? left = one.Run.Groups.FirstOrDefault(group => group.Name == name);
            GroupResult? right = other.Run.Groups.FirstOrDefault(group => group.Name == name);
            double before = left is null ? double.NaN : (double)left.Profit;
            double after = right is null ? double.NaN : (double)right.Profit;
            table.Add(name, Numbers.Money(before), Numbers.Money(after), Numbers.Money(after - before), Numbers.Whole(left?.Trades ?? double.NaN), Numbers.Whole(right?.Trades ?? double.NaN));
        }

        return table;
    }

    private static ReportSection Curve(string name, string title, string axis, string explanation, Side one, Side other, Func<BookSamples, IReadOnlyList<double>> pick) =>
        ReportSection.Of(name, title, explanation, new Figure("Minutes since the opening", axis, [Line(one, 0, pick), Line(other, 1, pick)]));

    private static FigureLine Line(Side side, int colour, Func<BookSamples, IReadOnlyList<double>> pick)
    {
        IReadOnlyList<double> values = pick(side.Book);
        int[] rows = Thinning.Evenly(side.Book.Count, PointsPerLine);
        return new FigureLine(side.Name, [.. rows.Select(row => (side.Book.TimeSeconds[row] - side.Run.OpenSeconds) / 60)], [.. rows.Select(row => values[row])], colour);
    }

    private sealed record Side(string Name, string Folder, RunSummary Run, BookSamples Book, MarketSummary Market, MarketFigures Figures)
    {
        public static Side Read(string folder, string name)
        {
            RunSummary run = SummaryFile.Read(folder);
            BookSamples book = BookFile.ReadBestPrices(folder);
            return new Side(name, folder, run, book, MarketSummary.Of(book), MarketFigures.Read(folder));
        }
    }
}
