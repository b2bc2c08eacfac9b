using MarketSim.Reporting.Html;

namespace MarketSim.Reporting.Figures;

/// <summary>A figure in numbers: where each line begins and ends and how far it goes.</summary>
internal static class FigureTable
{
    public static HtmlTable Of(Figure figure)
    {
        var table = new HtmlTable(
            HtmlColumn.Text("Line"),
            HtmlColumn.Number("Points"),
            HtmlColumn.Number("First"),
            HtmlColumn.Number("Last"),
            HtmlColumn.Number("Lowest"),
            HtmlColumn.Number("Highest"),
            HtmlColumn.Number("Mean"));
        foreach (FigureLine line in figure.Lines)
        {
            double[] present = [.. line.Y.Where(double.IsFinite)];
            table.Add(
                line.Name,
                Numbers.Whole(present.Length),
                Number(present, values => values[0]),
                Number(present, values => values[^1]),
                Number(present, values => values.Min()),
                Number(present, values => values.Max()),
                Number(present, values => values.Average()));
        }

        return table;
    }

    private static string Number(double[] present, Func<double[], double> pick) => present.Length == 0 ? Numbers.Absent : Numbers.Significant(pick(present));
}
