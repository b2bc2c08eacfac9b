using System.CommandLine;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Experiments.Sweeps;
using MarketSim.Reporting;
using MarketSim.Results;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim report</c>: writes the report of a run again, or the learning curves of a sweep.</summary>
internal static class ReportCommand
{
    private const string AgainstFile = "against.html";

    public static Command Create(CommandConsole console)
    {
        var folderArgument = new Argument<string>("run") { Description = "The folder of the run, or of a sweep of a scenario that trains." };
        var outputOption = new Option<string?>("--output", "-o") { Description = "Folder to write to, e.g. for a run whose folder is read-only. Default: the run's.", HelpName = "DIR" };
        Option<int?> agentOption = RuleOption.CreateNumber("--agent", Rules.Count(0, int.MaxValue, "117"), "N", "Marks the fills of this agent on the price, by its number in agents.csv.");
        var againstOption = new Option<string?>("--against") { Description = "Folder of a second run: writes against.html, both side by side, instead.", HelpName = "RUN2" };
        var command = new ExampleCommand(
            "report",
            "Writes report.html for a run, or curves.html for a sweep of a scenario that trains (learning curves of each seed and their mean, rewards by agent), and says where it is.",
            "marketsim report runs/quickstart-1-20260102-093000",
            "marketsim report runs/sweep-multi-agent-training",
            "marketsim report runs/quickstart-1-20260102-093000 --agent 117",
            "marketsim report runs/first --against runs/second",
            "marketsim report /archive/run-7 --output .")
        {
            folderArgument,
            outputOption,
            agentOption,
            againstOption,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(agentOption) is not null && result.GetResult(againstOption) is not null)
            {
                result.AddError("--agent marks fills in one run's report, --against compares two runs; leave one of them out.");
            }
        });
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(folderArgument);
            string? output = parsed.GetValue(outputOption);
            if (parsed.GetValue(againstOption) is { } second)
            {
                RunFolder one = RunFolder.Open(path);
                RunFolder other = RunFolder.Open(second);
                console.Output.WriteLine(HtmlReport.WriteComparison(Path.Combine(ResultFolder.Prepare(output, one.FullPath), AgainstFile), one.FullPath, other.FullPath));
                return ExitCode.Success;
            }

            if (SweepFolder.Exists(path))
            {
                SweepFolder sweep = TrainedSweep.Read(path).Folder;
                using RunFolderLock? sweepLock = ResultFolder.Lock(sweep.Lock, output);
                console.Output.WriteLine(sweep.PlotLearningCurves(ResultFolder.Prepare(output, sweep.FullPath)));
                return ExitCode.Success;
            }

            RunFolder folder = RunFolder.Open(path);

            // The tables of a run that continues grow while they are read.
            using RunFolderLock? folderLock = ResultFolder.Lock(folder.Lock, output);
            console.Output.WriteLine(HtmlReport.WriteTo(Path.Combine(ResultFolder.Prepare(output, folder.FullPath), HtmlReport.FileName), folder.FullPath, agent: parsed.GetValue(agentOption)));
            return ExitCode.Success;
        });
        return command;
    }
}
