using System.Globalization;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Page;

namespace MarketSim.Reporting.Learning;

/// <summary>Figures of clones and their experts.</summary>
internal static class ImitationFigures
{
    private const int Bins = 21;

    /// <summary>Actions of expert and clone side by side, with the confusion matrix as the numbers below.</summary>
    public static ReportSection Confusion(string name, string title, ConfusionMatrix matrix)
    {
        double[] actions = [.. Enumerable.Range(0, matrix.Actions).Select(static action => (double)action)];
        var figure = new Figure(
            "Action",
            "Steps",
            [
                new FigureLine("Expert", actions, [.. Enumerable.Range(0, matrix.Actions).Select(action => (double)matrix.ExpertCount(action))], 0) { Style = FigureStyle.Bars },
                new FigureLine("Clone", actions, [.. Enumerable.Range(0, matrix.Actions).Select(action => (double)matrix.CloneCount(action))], 1) { Style = FigureStyle.Bars },
            ])
        {
            Counts = true,
        };
        return new ReportSection(
            name,
            title,
            string.Create(
                CultureInfo.InvariantCulture,
                $"On held-out episodes, {matrix.Total:N0} steps. Macro-F1 {matrix.MacroF1:0.000}; always taking the most frequent action would have {matrix.MajorityMacroF1:0.000}. Accuracy {matrix.Accuracy:0.000}. Below: the confusion matrix, a row for each action of the expert."),
            Table(matrix),
            Lack: null)
        {
            Figure = figure,
            ShowsTable = true,
        };
    }

    /// <summary>Continuous actions of expert and clone side by side.</summary>
    /// <param name="element">Of the action.</param>
    public static ReportSection Histogram(string name, string title, CloneFit fit, int element, int actionSize)
    {
        double[] expert = [.. Enumerable.Range(0, fit.ExpertActions.Count / actionSize).Select(step => (double)fit.ExpertActions[(step * actionSize) + element])];
        double[] clone = [.. Enumerable.Range(0, fit.CloneActions.Count / actionSize).Select(step => (double)fit.CloneActions[(step * actionSize) + element])];
        double low = Math.Min(expert.Min(), clone.Min());
        double width = Math.Max(1e-9, (Math.Max(expert.Max(), clone.Max()) - low) / Bins);
        double[] middles = [.. Enumerable.Range(0, Bins).Select(bin => low + ((bin + 0.5) * width))];
        double[] Counts(double[] values)
        {
            double[] counts = new double[Bins];
            foreach (double value in values)
            {
                counts[Math.Clamp((int)((value - low) / width), 0, Bins - 1)]++;
            }

            return counts;
        }

        return ReportSection.Of(
            name,
            title,
            string.Create(CultureInfo.InvariantCulture, $"On held-out episodes, {expert.Length:N0} steps; the clone explains {fit.ExplainedShare[element]:P1} of the variance of the expert's action."),
            new Figure(
                "Action",
                "Steps",
                [
                    new FigureLine("Expert", middles, Counts(expert), 0) { Style = FigureStyle.Steps },
                    new FigureLine("Clone", middles, Counts(clone), 1) { Style = FigureStyle.Steps },
                ]));
    }

    private static HtmlTable Table(ConfusionMatrix matrix)
    {
        var table = new HtmlTable([
            HtmlColumn.Text("Expert"),
            .. Enumerable.Range(0, matrix.Actions).Select(static action => HtmlColumn.Number(string.Create(CultureInfo.InvariantCulture, $"clone {action}"))),
            HtmlColumn.Number("Precision"),
            HtmlColumn.Number("Recall"),
        ]);
        for (int expert = 0; expert < matrix.Actions; expert++)
        {
            int row = expert;
            table.Add([
                string.Create(CultureInfo.InvariantCulture, $"action {row}"),
                .. Enumerable.Range(0, matrix.Actions).Select(clone => Numbers.Whole(matrix[row, clone])),
                Share(matrix[row, row], matrix.CloneCount(row)),
                Share(matrix[row, row], matrix.ExpertCount(row)),
            ]);
        }

        return table;
    }

    private static string Share(long part, long whole) => whole == 0 ? Numbers.Absent : (part / (double)whole).ToString("0.000", CultureInfo.InvariantCulture);
}
