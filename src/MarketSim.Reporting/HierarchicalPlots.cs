using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Hierarchical.Usage;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.Page;

namespace MarketSim.Reporting;

/// <summary>Pages of figures about hierarchies. Each is one self-contained HTML file, written whole or not at all.</summary>
public static class HierarchicalPlots
{
    /// <summary>
    /// Draws how the options of a training were used: share of the steps, mean reward, duration, switches, and what the choice of an option tells of state and
    /// regime.
    /// </summary>
    /// <param name="path">Of the page, e.g. <c>option-usage.html</c>; an earlier one is replaced.</param>
    /// <returns>Full path of the page.</returns>
    /// <exception cref="InvalidOperationException">Nothing was trained, or too little for one window.</exception>
    public static string PlotOptionUsage(this HierarchicalRL model, string path, string? title = null)
    {
        IReadOnlyList<OptionUsageRow> usage = Required(model);
        OptionUsageRow last = usage[^1];
        string collapse = last.HasCollapsed ? " ALARM: the options have collapsed into one." : string.Empty;
        return FigurePage.Write(
            path,
            title ?? "Use of options",
            $"{model.Settings.NumOptions} options, {model.Settings.MetaModelType} over {model.Settings.OptionModelType}, {model.Steps:N0} steps.{collapse}",
            [.. OptionSections.Of(usage, model.Settings.NumOptions)]);
    }

    /// <summary>Draws the mean return of the last episodes of a training.</summary>
    /// <inheritdoc cref="PlotOptionUsage"/>
    public static string PlotLearningCurve(this HierarchicalRL model, string path, string? title = null)
    {
        OptionUsageRow[] usage = [.. Required(model).Where(static row => double.IsFinite(row.MeanReturn))];
        if (usage.Length == 0)
        {
            throw new InvalidOperationException("No episode has ended yet, so there is no return to draw; train for longer.");
        }

        var line = new FigureLine("Mean return", [.. usage.Select(static row => (double)row.Steps)], [.. usage.Select(static row => row.MeanReturn)], Colour: 0);
        return FigurePage.Write(
            path,
            title ?? "Learning curve",
            "One training.",
            [ReportSection.Of("curve", "Mean return of the last episodes", "At the end of each window of the options' use.", new Figure("Steps", "Return", [line]))]);
    }

    private static IReadOnlyList<OptionUsageRow> Required(HierarchicalRL model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.OptionUsage.Count > 0
            ? model.OptionUsage
            : throw new InvalidOperationException(
                $"There is nothing to draw yet: no window of {model.Settings.UsageWindow:N0} steps has been trained. Call Train first, for longer, or set UsageWindow lower.");
    }
}
