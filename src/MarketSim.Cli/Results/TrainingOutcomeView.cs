using System.Globalization;
using MarketSim.Cli.Terminal;
using MarketSim.Reporting.Learning;

namespace MarketSim.Cli.Results;

/// <summary>Shows how learners and those who trade against them did at the beginning and at the end of a training.</summary>
internal static class TrainingOutcomeView
{
    public static void Show(CommandConsole console, IReadOnlyList<CompetingAgentOutcome> outcomes)
    {
        if (outcomes.Count == 0)
        {
            return;
        }

        console.Output.WriteLine();
        console.Output.WriteLine("Training: means over the first and the last tenth of the episodes");
        var table = new TextTable("Group", "Type", "Policy", "Reward, first", "last", "Wealth, first", "last");
        foreach (CompetingAgentOutcome outcome in outcomes)
        {
            bool learns = outcome.Policy.Length > 0;
            table.Add(
                outcome.Name,
                outcome.Type,
                outcome.Policy,
                learns ? Text(outcome.FirstReward) : string.Empty,
                learns ? Text(outcome.LastReward) : string.Empty,
                Text(outcome.FirstWealthChange),
                Text(outcome.LastWealthChange));
        }

        table.Write(console, "No episode has ended.");
    }

    private static string Text(double value) => double.IsFinite(value) ? value.ToString("N2", CultureInfo.InvariantCulture) : "-";
}
