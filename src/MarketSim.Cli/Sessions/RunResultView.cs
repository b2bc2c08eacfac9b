using MarketSim.Cli.Results;
using MarketSim.Cli.Terminal;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Cli.Sessions;

/// <summary>Shows a user, or a program, what came of a run.</summary>
internal static class RunResultView
{
    /// <param name="report">Path of the report; null for none.</param>
    public static async Task ShowAsync(CommandConsole console, Scenario scenario, RunSwitches switches, RunResult result, string? report)
    {
        if (switches.IsJson)
        {
            await console.Output.WriteLineAsync(RunFolder.ToJsonLine(result.Summary)).ConfigureAwait(false);
        }
        else
        {
            new SummaryView(console, scenario).Show(result, report);
        }
    }
}
