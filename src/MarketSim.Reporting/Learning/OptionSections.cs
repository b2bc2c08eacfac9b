using MarketSim.Learning.Hierarchical.Usage;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Page;

namespace MarketSim.Reporting.Learning;

/// <summary>Figures of the use of options over a training.</summary>
internal static class OptionSections
{
    public static IEnumerable<ReportSection> Of(IReadOnlyList<OptionUsageRow> usage, int options)
    {
        double[] steps = [.. usage.Select(static row => (double)row.Steps)];
        yield return Section(
            "usage", "Use of the options", "Share of the steps that each option acted for, window by window.", "Share of steps", [.. Lines(options, option => new FigureLine($"Option {option}", steps, [.. usage.Select(row => row.Shares[option])], option))]);
        yield return Section(
            "reward", "Reward by option", "Mean reward of the task in an option's steps; none where it was not used.", "Reward per step", [.. Lines(options, option => new FigureLine($"Option {option}", steps, [.. usage.Select(row => row.Shares[option] > 0 ? row.MeanRewards[option] : double.NaN)], option))]);
        yield return Section(
            "duration", "Duration", "Steps from one choice of the controller to the next.", "Steps", [new FigureLine("Mean duration", steps, [.. usage.Select(static row => row.MeanDuration)], Colour: 0)]);
        yield return Section(
            "switches", "Switches", "Steps at which another option acted than in the step before.", "Share of steps", [new FigureLine("Switches", steps, [.. usage.Select(static row => row.SwitchRate)], Colour: 0)]);
        yield return Section(
            "entropy",
            "Entropy of use",
            "As a share of its maximum. Under the dashed line the options have collapsed into one.",
            "Share of the maximum",
            [
                new FigureLine("Entropy", steps, [.. usage.Select(static row => row.Entropy)], Colour: 0),
                new FigureLine("Collapse", steps, [.. usage.Select(static _ => OptionUsageRow.CollapseLimit)], Colour: 1) { Style = FigureStyle.Dashed },
            ]);
        var information = new List<FigureLine> { new("Option and state (nats)", steps, [.. usage.Select(static row => row.StateInformation)], Colour: 0) };
        if (usage.Any(static row => row.RegimeInformation is not null))
        {
            information.Add(new FigureLine("Option and regime (share of the regime's entropy)", steps, [.. usage.Select(static row => row.RegimeInformation ?? double.NaN)], Colour: 1));
        }

        yield return Section("information", "Mutual information", "What the option tells of the state in which it was chosen, and of the regime in which it acts.", "Information", [.. information]);
    }

    private static IEnumerable<FigureLine> Lines(int options, Func<int, FigureLine> line) => Enumerable.Range(0, options).Select(line);

    private static ReportSection Section(string name, string title, string explanation, string axis, FigureLine[] lines) =>
        ReportSection.Of(name, title, explanation, new Figure("Steps", axis, lines));
}
