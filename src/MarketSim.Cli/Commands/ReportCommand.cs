using System.CommandLine;
using MarketSim.Cli.Terminal;
using MarketSim.Reporting;
using MarketSim.Simulation.Output;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim report</c>: writes the report of a run again.</summary>
internal static class ReportCommand
{
    public static Command Create(CommandConsole console)
    {
        var folderArgument = new Argument<string>("run") { Description = "The folder of the run." };
        var command = new ExampleCommand(
            "report",
            "Writes report.html for a run and says where it is.",
            "marketsim report runs/quickstart-1-20260102-093000")
        {
            folderArgument,
        };
        command.SetAction(parsed =>
        {
            RunFolder folder = RunFolder.Open(parsed.GetRequiredValue(folderArgument));

            // The tables of a run that is going on grow while they are read.
            using RunFolderLock folderLock = folder.Lock();
            console.Output.WriteLine(HtmlReport.Write(folder.FullPath));
            return ExitCode.Success;
        });
        return command;
    }
}
