using System.CommandLine;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Experiments.Bars.Training;
using MarketSim.Experiments.Sweeps;
using MarketSim.Reporting.Learning;
using MarketSim.Results;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim export</c>: hands a run's policies and figures to other programs.</summary>
internal static class ExportCommand
{
    private const string DefaultFolder = "export";

    public static Command Create(CommandConsole console, TimeProvider timeProvider)
    {
        var folderArgument = new Argument<string>("run") { Description = "The folder of a run that has trained." };
        var outputOption = new Option<string?>("--output", "-o") { Description = $"Folder for the files; must be empty or new. Default: {DefaultFolder} in the run's folder.", HelpName = "DIR" };
        var command = new ExampleCommand(
            "export",
            "Writes the policies of a run as ONNX models, normalisation and squashing inside, and the figures of its training as event files for TensorBoard.",
            "marketsim export runs/multi-agent-training-1-20260102-093000",
            "marketsim export runs/training --output models")
        {
            folderArgument,
            outputOption,
        };
        command.SetAction(parsed =>
        {
            SweepFolder.ThrowIfSweep(parsed.GetRequiredValue(folderArgument));
            RunFolder folder = RunFolder.Open(parsed.GetRequiredValue(folderArgument));
            if (BarsRun.IsIn(folder.FullPath))
            {
                throw new RunFolderException($"A training on bars writes its ONNX models and figures itself: {folder.PathOf(RunFolder.PoliciesFolder)}/*.onnx and {folder.PathOf(BarsRun.TrainingsFolder)}/*/metrics.csv.");
            }

            using RunFolderLock? folderLock = ResultFolder.Lock(folder.Lock, parsed.GetValue(outputOption));
            try
            {
                foreach (string path in TrainingExport.Write(folder, parsed.GetValue(outputOption) ?? folder.PathOf(DefaultFolder), timeProvider))
                {
                    console.Output.WriteLine(path);
                }
            }
            catch (InvalidDataException exception)
            {
                throw RunFolderException.Damaged(exception);
            }

            return ExitCode.Success;
        });
        return command;
    }
}
