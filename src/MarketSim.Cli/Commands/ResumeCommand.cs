using System.CommandLine;
using MarketSim.Cli.Bars;
using MarketSim.Cli.Live;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Experiments.Bars.Training;
using MarketSim.Experiments.Sweeps;
using MarketSim.Live;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Bars;
using MarketSim.Scenarios.Documents;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim resume</c>: resumes an interrupted run.</summary>
internal static class ResumeCommand
{
    public static Command Create(CommandConsole console, TimeProvider timeProvider)
    {
        var folderArgument = new Argument<string>("run") { Description = "The folder of the run." };
        var execution = new ExecutionOptions();
        var live = new LiveSettings();
        var command = new ExampleCommand(
            "resume",
            "Resumes an interrupted run from its last checkpoint; the result is the same as without the interruption. A replay continues by the log that it repeats.",
            "marketsim resume runs/quickstart-1-20260102-093000")
        {
            folderArgument,
        };
        execution.AddTo(command);
        live.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            SweepFolder.ThrowIfSweep(parsed.GetRequiredValue(folderArgument));
            RunFolder folder = RunFolder.Open(parsed.GetRequiredValue(folderArgument));
            RunFolder.ThrowIfServed(folder.FullPath);
            ScenarioDocument document = ScenarioDocumentReader.ReadFile(folder.PathOf(RunFolder.ScenarioFile));
            ScenarioReader.RequireEnginesOfFile(folder.PathOf(RunFolder.ScenarioFile));
            if (document is BarsScenario bars)
            {
                var training = new BarsRunSession(console, timeProvider, folder, bars, execution.Of(parsed));
                return await training.RunAsync(options => BarsRun.Resume(bars, folder.FullPath, options)).ConfigureAwait(false);
            }

            LiveWindow? window = await live.OpenAsync(parsed, console, timeProvider, folder.FullPath).ConfigureAwait(false);
            try
            {
                var session = new RunSession(console, timeProvider, folder, (Scenario)document, execution.Of(parsed) with { Window = window });
                return await new Repetition(console, session, folder).RunAsync(options => SimulationRun.ResumeAsync(folder.FullPath, options)).ConfigureAwait(false);
            }
            finally
            {
                if (window is not null)
                {
                    await window.DisposeAsync().ConfigureAwait(false);
                }
            }
        });
        return command;
    }
}
