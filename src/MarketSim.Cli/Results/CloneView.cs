using System.Globalization;
using MarketSim.Cli.Terminal;
using MarketSim.Reporting.Learning;

namespace MarketSim.Cli.Results;

/// <summary>Shows how well clones fit their experts.</summary>
internal static class CloneView
{
    public static void Show(CommandConsole console, IReadOnlyList<CloneOutcome> outcomes)
    {
        if (outcomes.Count == 0)
        {
            return;
        }

        console.Output.WriteLine();
        console.Output.WriteLine("Clones: on held-out episodes of their experts");
        var table = new TextTable("Policy", "Episodes", "Steps", "Loss", "Macro-F1", "Majority", "Accuracy", "Explained");
        foreach (CloneOutcome outcome in outcomes)
        {
            table.Add(
                outcome.Policy,
                outcome.Demonstrations.ToString("N0", CultureInfo.InvariantCulture),
                outcome.Steps.ToString("N0", CultureInfo.InvariantCulture),
                Text(outcome.HeldOutLoss),
                Text(outcome.MacroF1),
                Text(outcome.MajorityMacroF1),
                Text(outcome.Accuracy),
                Text(outcome.ExplainedShare));
        }

        table.Write(console, "No episode has ended.");
    }

    private static string Text(double value) => double.IsFinite(value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : string.Empty;
}
