using System.CommandLine;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim resume</c>: goes on with a run that was interrupted.</summary>
internal static class ResumeCommand
{
    public static Command Create(CommandConsole console, TimeProvider timeProvider)
    {
        var folderArgument = new Argument<string>("run") { Description = "The folder of the run." };
        var execution = new ExecutionOptions();
        var command = new ExampleCommand(
            "resume",
            "Goes on with an interrupted run from its last checkpoint; the result is the same as without the interruption. A replay goes on by the log that it repeats.",
            "marketsim resume runs/quickstart-1-20260102-093000")
        {
            folderArgument,
        };
        execution.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            RunFolder folder = RunFolder.Open(parsed.GetRequiredValue(folderArgument));
            Scenario scenario = ScenarioReader.ReadFile(folder.PathOf(RunFolder.ScenarioFile));
            var session = new RunSession(console, timeProvider, folder, scenario, execution.Of(parsed));
            return await new Repetition(console, session, folder).RunAsync(options => SimulationRun.ResumeAsync(folder.FullPath, options)).ConfigureAwait(false);
        });
        return command;
    }
}
