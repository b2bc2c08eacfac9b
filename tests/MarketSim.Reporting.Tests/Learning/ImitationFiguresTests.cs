using System.Text;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.Page;

namespace MarketSim.Reporting.Tests.Learning;

public sealed class ImitationFiguresTests
{
    [Fact]
    public void Action_that_nobody_took_has_neither_precision_nor_recall()
    {
        var matrix = new ConfusionMatrix(3);
        matrix.Add(0, 0, 3);
        matrix.Add(1, 0, 1);

        ReportSection section = ImitationFigures.Confusion("actions", "Actions", matrix);

        var html = new StringBuilder();
        section.Table.WriteTo(html);
        string[] rows = [.. html.ToString().Split("<tr>")[2..].Select(static row => string.Join(' ', row.Split("</td>")[..^1].Select(static cell => cell[(cell.LastIndexOf('>') + 1)..])))];
        Assert.Equal(["action 0 3 0 0 0.750 1.000", "action 1 1 0 0 – 0.000", "action 2 0 0 0 – –"], rows, StringComparer.Ordinal);
        Assert.Equal([3, 1, 0], section.Figure!.Lines[0].Y);
        Assert.Equal([4, 0, 0], section.Figure.Lines[1].Y);
    }

    [Fact]
    public void Histogram_counts_one_element_of_expert_and_clone_in_common_bins()
    {
        // Two elements a step; the second goes from 0 to 21, so that each of 21 bins is one wide.
        var fit = new CloneFit(0, [], [0.1, 0.75], [9, 0, 9, 0.5f, 9, 20.5f], [9, 1, 9, 1.5f, 9, 21]);

        ReportSection section = ImitationFigures.Histogram("actions1", "Actions: quantity", fit, element: 1, actionSize: 2);

        Assert.Contains("3 steps; the clone explains 75", section.Explanation, StringComparison.Ordinal);
        FigureLine[] lines = [.. section.Figure!.Lines];
        Assert.Equal([.. Enumerable.Range(0, 21).Select(static bin => bin + 0.5)], lines[0].X.Select(static middle => Math.Round(middle, 9)));
        Assert.Equal([(0, 2.0), (20, 1.0)], Filled(lines[0]));

        // The largest action belongs to the last bin.
        Assert.Equal([(1, 2.0), (20, 1.0)], Filled(lines[1]));
    }

    [Fact]
    public void Actions_that_are_all_alike_are_one_column()
    {
        var fit = new CloneFit(0, [], [1], [2, 2, 2], [2, 2, 2]);

        ReportSection section = ImitationFigures.Histogram("actions0", "Actions", fit, element: 0, actionSize: 1);

        Assert.All(section.Figure!.Lines, static line => Assert.Equal([(0, 3.0)], Filled(line)));
    }

    private static IEnumerable<(int Bin, double Count)> Filled(FigureLine line) => line.Y.Index().Where(static bin => bin.Item > 0);
}
