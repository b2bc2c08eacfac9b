using System.CommandLine;
using MarketSim.Cli.Sweeps;
using MarketSim.Cli.Terminal;
using MarketSim.Reporting;
using MarketSim.Simulation.Output;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim report</c>: writes the report of a run again, or the learning curves of a sweep.</summary>
internal static class ReportCommand
{
    public static Command Create(CommandConsole console)
    {
        var folderArgument = new Argument<string>("run") { Description = "The folder of the run, or of a sweep of a scenario that trains." };
        var command = new ExampleCommand(
            "report",
            "Writes report.html for a run, or curves.html for a sweep of a scenario that trains (learning curves of each seed and their mean, rewards by agent), and says where it is.",
            "marketsim report runs/quickstart-1-20260102-093000",
            "marketsim report runs/sweep-market-school")
        {
            folderArgument,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(folderArgument);
            if (SweepFolder.Exists(path))
            {
                SweepFolder sweep = TrainedSweep.Read(path).Folder;
                using RunFolderLock sweepLock = sweep.Lock();
                console.Output.WriteLine(TrainedSweep.DrawCurves(sweep));
                return ExitCode.Success;
            }

            RunFolder folder = RunFolder.Open(path);

            // The tables of a run that is going on grow while they are read.
            using RunFolderLock folderLock = folder.Lock();
            console.Output.WriteLine(HtmlReport.Write(folder.FullPath));
            return ExitCode.Success;
        });
        return command;
    }
}
