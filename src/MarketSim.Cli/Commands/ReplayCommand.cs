using System.CommandLine;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Experiments.Bars.Training;
using MarketSim.Experiments.Sweeps;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Serving.Server;
using MarketSim.Serving.Records;
using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim replay</c>: repeats a finished run, and says whether the result is the same.</summary>
internal static class ReplayCommand
{
    public static Command Create(CommandConsole console, TimeProvider timeProvider)
    {
        var folderArgument = new Argument<string>("run") { Description = "The folder of a finished run." };
        var outputOption = new Option<string?>("--output", "-o") { Description = "Folder for the repetition; must be empty or new. Default: runs/<scenario>-<seed>-<time>.", HelpName = "DIR" };
        var execution = new ExecutionOptions();
        var command = new ExampleCommand(
            "replay",
            "Repeats a finished run in a separate folder and compares fingerprint and state digest; what was trained in async mode is repeated from its log.",
            "marketsim replay runs/multi-agent-training-1-20260102-093000")
        {
            folderArgument,
            outputOption,
        };
        execution.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            SweepFolder.ThrowIfSweep(parsed.GetRequiredValue(folderArgument));
            if (ServedRunRepetition.IsIn(parsed.GetRequiredValue(folderArgument)))
            {
                return await RepeatServedRunAsync(console, timeProvider, Path.GetFullPath(parsed.GetRequiredValue(folderArgument)), parsed.GetValue(outputOption)).ConfigureAwait(false);
            }

            RunFolder original = RunFolder.Open(parsed.GetRequiredValue(folderArgument));
            if (!original.IsFinished())
            {
                throw new RunFolderException($"The run in {original.FullPath} is not finished, so there is no whole run to repeat; resume it first: marketsim resume {CommandPath.Of(original.FullPath)}");
            }

            if (BarsRun.IsIn(original.FullPath))
            {
                throw new RunFolderException($"The run in {original.FullPath} is a training on bars; run its scenario again and compare stateDigest in run.json: marketsim run {CommandPath.Of(original.PathOf(RunFolder.ScenarioFile))}");
            }

            Scenario scenario = ScenarioReader.ReadFile(original.PathOf(RunFolder.ScenarioFile));
            RunFolder folder = RunFolder.Create(parsed.GetValue(outputOption) ?? RunFolderNames.ForNewRun(scenario, timeProvider));
            var session = new RunSession(console, timeProvider, folder, scenario, execution.Of(parsed));
            return await new Repetition(console, session, folder)
                .RunAsync(options => SimulationRun.ReplayAsync(original.FullPath, folder.FullPath, options)).ConfigureAwait(false);
        });
        return command;
    }

    // Of environments that a client stepped: by the requests that it sent.
    private static async Task<int> RepeatServedRunAsync(CommandConsole console, TimeProvider timeProvider, string original, string? output)
    {
        RunFolder folder = RunFolder.Create(output ?? RunFolderNames.ForRepetition(original, timeProvider));
        (ServedRunSummary? first, ServedRunSummary second) = ServedRunRepetition.Run(original, folder, static name => ScenarioSource.ReadDocument(name), Environment.ProcessorCount);
        bool isSame = first is not null && first.Fingerprint == second.Fingerprint && first.AnswersDigest == second.AnswersDigest;
        string verdict = first is null or { Status: "running" }
            ? "The run has no end to compare with: its server was killed."
            : isSame ? "The repetition is the same: fingerprint and answers are equal." : "The repetition DIFFERS.";
        await console.Output.WriteLineAsync($"{folder.FullPath}\nfingerprint {second.Fingerprint}, {second.Episodes} episodes, {second.Steps} steps\n{verdict}").ConfigureAwait(false);
        return isSame || first is null or { Status: "running" } ? ExitCode.Success : ExitCode.Failed;
    }
}
