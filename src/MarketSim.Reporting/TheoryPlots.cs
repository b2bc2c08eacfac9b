using MarketSim.Experiments.Theory;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Page;

namespace MarketSim.Reporting;

/// <summary>Pages that show what learners found beside what theory knows.</summary>
public static class TheoryPlots
{
    /// <summary>Draws one figure.</summary>
    /// <inheritdoc cref="Plot(IReadOnlyList{TheoryFigure}, string, string)"/>
    public static string Plot(this TheoryFigure figure, string path)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return Plot([figure], path, figure.Title);
    }

    /// <summary>Draws figures, each with the numbers beside it, on one self-contained HTML page.</summary>
    /// <param name="path">Of the page, e.g. <c>theory.html</c>; an earlier one is replaced.</param>
    /// <param name="title">Of the page.</param>
    /// <returns>Full path of the page.</returns>
    public static string Plot(this IReadOnlyList<TheoryFigure> figures, string path, string title)
    {
        ArgumentNullException.ThrowIfNull(figures);
        return FigurePage.Write(path, title, "What was learned, beside what theory knows.", SectionsOf(figures));
    }

    internal static IReadOnlyList<ReportSection> SectionsOf(IReadOnlyList<TheoryFigure> figures) =>
    [
        .. figures.Select((figure, number) => ReportSection.Of($"theory{number}", figure.Title, Words(figure), Drawn(figure))),
    ];

    private static string Words(TheoryFigure figure) => figure.Figures.Count == 0
        ? "Each line by its points."
        : string.Join(" · ", figure.Figures.Select(number => $"{number.Name} {Numbers.Significant(number.Value)}")) + ".";

    private static Figure Drawn(TheoryFigure figure) => new(
        figure.XLabel,
        figure.YLabel,
        [
            .. figure.Series.Select((series, colour) => new FigureLine(series.Name, [.. series.X], [.. series.Y.Select(value => double.IsFinite(value) ? value : double.NaN)], colour)
            {
                Style = FigureStyle.Points,
            }),
        ]);
}
