namespace MarketSim.Experiments.Theory;

/// <summary>One line or set of bars of a figure.</summary>
/// <param name="X">Shape [n].</param>
/// <param name="Y">Shape [n].</param>
public sealed record FigureSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y);

/// <summary>The series of a figure that shows a learner beside the theoretical optimum.</summary>
/// <param name="XLabel">With its unit.</param>
/// <param name="YLabel">With its unit.</param>
/// <param name="Figures">Numbers beside the drawing, by name.</param>
public sealed record TheoryFigure(
    string Title, string XLabel, string YLabel, IReadOnlyList<FigureSeries> Series, IReadOnlyList<(string Name, double Value)> Figures);
