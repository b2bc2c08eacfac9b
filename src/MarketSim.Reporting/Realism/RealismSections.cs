using System.Globalization;
using MarketSim.Numerics.Functions;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Page;

namespace MarketSim.Reporting.Realism;

/// <summary>Table and pictures of a study: a line per run, the real series and other conditions beside them.</summary>
internal static class RealismSections
{
    private const int MaxThinLines = 20;

    public static IReadOnlyList<ReportSection> Of(
        IReadOnlyList<RealismRow> rows, IReadOnlyList<RealismRun> runs, IReadOnlyList<(string Label, RealismRun Run)> variants, RealismRun? real)
    {
        RealismRun[] shown = [.. runs.Take(MaxThinLines)];
        var sections = new List<ReportSection> { Table(rows, runs, variants, real) };
        Add(sections, "tails", "Tails of minute returns", "Share of absolute returns that are larger, both axes as log10: a power law is a straight line, a normal distribution falls off.", "log10 of the return in standard deviations", "log10 of the share", curves => curves.Tail());
        Add(sections, "clustering", "Autocorrelation of absolute returns", "Both axes as log10, where positive: memory by a power law is a straight line.", "log10 of the lag in minutes", "log10 of the autocorrelation", curves => LogLog(curves.AbsoluteMemory));
        Add(sections, "returns", "Autocorrelation of returns", "Near 0 beyond the first lag where prices cannot be predicted from their past.", "Lag in minutes", "Autocorrelation", curves => Lags(curves.ReturnMemory));
        Add(sections, "signs", "Memory of order signs", "Autocorrelation of the sides of trades, fills of one order merged, both axes as log10, where positive.", "log10 of the lag in trades", "log10 of the autocorrelation", curves => LogLog(curves.SignMemory));
        Add(sections, "signature", "Signature plot", "Variance of returns per second by the interval, as a multiple of that of the longest: flat where prices diffuse, falling where they bounce, rising where they trend.", "log10 of the interval in seconds", "Variance per second", curves => ([.. curves.Signature.Select(point => Log10(point.Seconds))], [.. curves.Signature.Select(point => point.Variance)]));
        Add(sections, "profile", "Volume over the day", "Volume of each thirteenth of the day as a multiple of an even share.", "Thirteenth of the day", "Volume", curves => ([.. Enumerable.Range(1, curves.VolumeProfile.Length).Select(part => (double)part)], curves.VolumeProfile));
        Add(sections, "impact", "Impact of parent orders", "Mean change of the mid-price from before the first to after the last trade, in daily volatilities, by size in daily volumes, both axes as log10, where positive: the square root has the slope one half.", "log10 of quantity / daily volume", "log10 of impact / daily volatility", curves => Positive(curves.Impact));
        return sections;

        void Add(List<ReportSection> to, string name, string title, string explanation, string x, string y, Func<RealismCurves, (double[] X, double[] Y)> pick)
        {
            var lines = new List<FigureLine>();
            foreach (RealismRun run in shown)
            {
                Line(lines, shown.Length == 1 ? run.Name : "runs", pick(run.Curves), 0, shown.Length == 1 ? FigureStyle.Strong : FigureStyle.Thin);
            }

            for (int i = 0; i < variants.Count; i++)
            {
                Line(lines, variants[i].Label, pick(variants[i].Run.Curves), 2 + i, FigureStyle.Strong);
            }

            if (real is not null)
            {
                Line(lines, real.Name, pick(real.Curves), 1, FigureStyle.Dashed);
            }

            if (lines.Count > 0)
            {
                to.Add(ReportSection.Of(name, title, explanation, new Figure(x, y, lines)));
            }
        }
    }

    private static ReportSection Table(
        IReadOnlyList<RealismRow> rows, IReadOnlyList<RealismRun> runs, IReadOnlyList<(string Label, RealismRun Run)> variants, RealismRun? real)
    {
        var columns = new List<HtmlColumn> { HtmlColumn.Prose("Fact"), HtmlColumn.Prose("Gate"), HtmlColumn.Prose("Real markets"), HtmlColumn.Text("Mean [95 % interval]"), HtmlColumn.Text("Holds in") };
        columns.AddRange(variants.Select(variant => HtmlColumn.Prose(variant.Label)));
        if (real is not null)
        {
            columns.Add(HtmlColumn.Prose(real.Name));
        }

        columns.AddRange(runs.Select(run => HtmlColumn.Prose(run.Name)));
        var table = new HtmlTable([.. columns]);
        foreach (RealismRow row in rows)
        {
            var cells = new List<HtmlCell> { row.Name, row.Gate, row.RealMarkets, row.Summary, row.Verdict };
            cells.AddRange(row.Variants.Select(variant => (HtmlCell)variant.Found));
            if (real is not null)
            {
                cells.Add(row.RealValue ?? Numbers.Absent);
            }

            cells.AddRange(row.Found.Select(found => (HtmlCell)found));
            table.Add([.. cells]);
        }

        Figure met = new(
            "Fact",
            "Runs in which it holds",
            [new FigureLine("holds", [.. Enumerable.Range(1, rows.Count).Select(number => (double)number)], [.. rows.Select(row => (double)row.Met)], 0) { Style = FigureStyle.Bars }])
        {
            Counts = true,
        };
        return new ReportSection("facts", "Facts", string.Create(CultureInfo.InvariantCulture, $"In how many of {runs.Count} runs each of the facts below holds, in their order."), table, Lack: null)
        {
            Figure = met,
            ShowsTable = true,
        };
    }

    private static void Line(List<FigureLine> lines, string name, (double[] X, double[] Y) points, int colour, FigureStyle style)
    {
        if (points.X.Length > 0)
        {
            lines.Add(new FigureLine(name, points.X, points.Y, colour) { Style = style });
        }
    }

    private static (double[] X, double[] Y) Lags(double[] coefficients) =>
        ([.. Enumerable.Range(1, Math.Max(0, coefficients.Length - 1)).Select(lag => (double)lag)], [.. coefficients.Skip(1)]);

    private static (double[] X, double[] Y) LogLog(double[] coefficients)
    {
        (double Lag, double Value)[] positive = [.. coefficients.Index().Skip(1).Where(point => point.Item > 0).Select(point => ((double)point.Index, point.Item))];
        return ([.. positive.Select(point => Log10(point.Lag))], [.. positive.Select(point => Log10(point.Value))]);
    }

    private static (double[] X, double[] Y) Positive(IReadOnlyList<(double Size, double Impact, double Error)> curve)
    {
        (double Size, double Impact, double Error)[] positive = [.. curve.Where(point => point.Impact > 0)];
        return ([.. positive.Select(point => Log10(point.Size))], [.. positive.Select(point => Log10(point.Impact))]);
    }

    private static double Log10(double value) => Elementary.Log(value) / Elementary.Log(10);
}
