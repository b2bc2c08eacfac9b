using System.CommandLine;
using MarketSim.Cli.Results;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Store;
using MarketSim.Results;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim fetch</c>: downloads what a run in a cluster has committed.</summary>
internal static class FetchCommand
{
    public static Command Create(CommandConsole console)
    {
        var runArgument = new Argument<string>("run") { Description = "Name of the run: see `marketsim cluster runs`." };
        var output = new Option<string?>("--output", "-o") { Description = "Folder for the run; must be empty or new. Default: runs/<run>.", HelpName = "DIR" };
        var cluster = new StoreOptions();
        var json = new Option<bool>("--json") { Description = "Print the content of run.json as the last line, and nothing else." };
        var noReport = new Option<bool>("--no-report") { Description = "Do not write report.html." };
        var command = new ExampleCommand(
            "fetch",
            "Downloads a run from a cluster into a run folder, as of its last checkpoint; a running run is not disturbed.",
            "marketsim fetch quickstart-1-20260102-093000 --cluster cluster.yaml")
        {
            runArgument,
            output,
        };
        cluster.AddTo(command);
        command.Options.Add(json);
        command.Options.Add(noReport);
        command.SetAction(async (parsed, _) =>
        {
            string run = parsed.GetRequiredValue(runArgument);
            if (!RunNames.IsValid(run))
            {
                throw new UnknownRunException(run);
            }

            string folder = parsed.GetValue(output) ?? RunFolderNames.ForFetched(run);
            IClusterStore store = await console.OpenStore(cluster.Of(parsed)).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                var report = new ReportWriter(console.Error, isWanted: !parsed.GetValue(noReport));
                FetchedRun fetched = await new RunFetcher(store).FetchAsync(run, folder, report.Write).ConfigureAwait(false);
                await TellAsync(console, fetched, report, parsed.GetValue(json)).ConfigureAwait(false);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static async Task TellAsync(CommandConsole console, FetchedRun fetched, ReportWriter report, bool isJson)
    {
        if (isJson)
        {
            await console.Output.WriteLineAsync(RunFolder.ToJsonLine(fetched.Summary)).ConfigureAwait(false);
            return;
        }

        await console.Output.WriteLineAsync(SentenceOf(fetched)).ConfigureAwait(false);
        await console.Output.WriteLineAsync($"Run folder   {CommandPath.Of(fetched.Folder)}").ConfigureAwait(false);
        if (report.IsWritten)
        {
            await console.Output.WriteLineAsync($"Report       {CommandPath.Of(Path.Combine(fetched.Folder, Reporting.HtmlReport.FileName))}").ConfigureAwait(false);
        }
    }

    private static string SentenceOf(FetchedRun fetched)
    {
        string ticks = Figures.Whole(fetched.Summary.Ticks);
        string run = fetched.Record.Submission.Run;
        return fetched.Record.Status switch
        {
            RunStatus.Finished => $"Run {run} is finished after {ticks} ticks.",
            RunStatus.Interrupted => $"Run {run} was interrupted after {ticks} ticks; to continue in the cluster: marketsim cluster resume {run}; or here: marketsim resume {CommandPath.Of(fetched.Folder)}",
            RunStatus.Failed => $"Run {run} has failed: {fetched.Record.Message} The folder holds its last checkpoint, {ticks} ticks.",
            _ => $"Run {run} is still running; the folder holds its last checkpoint, {ticks} ticks.",
        };
    }
}
