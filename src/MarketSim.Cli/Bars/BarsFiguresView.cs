using MarketSim.Cli.Evaluations;
using MarketSim.Cli.Terminal;
using MarketSim.Reporting.Bars;

namespace MarketSim.Cli.Bars;

/// <summary>Shows what policies made of test bars.</summary>
internal static class BarsFiguresView
{
    public static void Show(CommandConsole console, BarsFigures figures, string table, string? page)
    {
        new EvaluationView(console).ShowBars(figures.Policies, figures.Explanation, table, page);
        console.Output.WriteLine();
    }
}
