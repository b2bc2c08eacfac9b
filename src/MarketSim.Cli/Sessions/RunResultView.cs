using MarketSim.Cli.Results;
using MarketSim.Cli.Terminal;
using MarketSim.Reporting.Learning;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Sessions;

/// <summary>Shows a user, or a program, the results of a run.</summary>
internal static class RunResultView
{
    /// <param name="report">Path of the report; null for none.</param>
    public static async Task ShowAsync(CommandConsole console, Scenario scenario, RunSettings settings, RunResult result, string? report)
    {
        if (settings.IsJson)
        {
            await console.Output.WriteLineAsync(RunFolder.ToJsonLine(result.Summary)).ConfigureAwait(false);
        }
        else
        {
            new SummaryView(console, scenario).Show(result, report);
            TrainingOutcomeView.Show(console, OutcomesOf(result));
            CloneView.Show(console, ClonesOf(result));
        }
    }

    // A run that has failed may have left tables that do not go together; what it ended with has been shown.
    private static IReadOnlyList<CompetingAgentOutcome> OutcomesOf(RunResult result)
    {
        try
        {
            return CompetingAgentOutcome.Read(result.Folder);
        }
        catch (RunFolderException)
        {
            return [];
        }
    }

    private static IReadOnlyList<CloneOutcome> ClonesOf(RunResult result)
    {
        try
        {
            return CloneOutcome.Read(RunFolder.Open(result.Folder));
        }
        catch (RunFolderException)
        {
            return [];
        }
    }
}
