using System.CommandLine;
using MarketSim.Cli.Results;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Store;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim cluster</c>: sets a cluster up, says how it stands, ends its runs.</summary>
internal static class ClusterCommand
{
    public static Command Create(CommandConsole console, TimeProvider timeProvider) => new(
        "cluster", "Sets a cluster's database and certificates up, lists members and runs, stops, resumes and removes runs, asks a node how it is.")
    {
        ClusterInitCommand.Create(console),
        ClusterCertificatesCommand.Create(console, timeProvider),
        ClusterStatusCommand.Create(console),
        Runs(console),
        ClusterRunCommand.Stop(console),
        ClusterRunCommand.Resume(console),
        ClusterRemoveCommand.Create(console),
        ClusterHealthCommand.Create(console),
    };

    private static ExampleCommand Runs(CommandConsole console)
    {
        var store = new StoreOptions();
        var json = new Option<bool>("--json") { Description = "Print one JSON array on the last line instead of a table." };
        var command = new ExampleCommand(
            "runs",
            "Lists the runs, oldest first: status, tick, tick of the last checkpoint, epoch, the node that leads, recoveries.",
            "marketsim cluster runs --cluster cluster.yaml");
        store.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, _) =>
        {
            IClusterStore opened = await console.OpenStore(store.Of(parsed)).ConfigureAwait(false);
            await using (opened.ConfigureAwait(false))
            {
                IReadOnlyList<RunRecord> runs = await opened.ReadRunsAsync().ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    await console.Output.WriteLineAsync(RunsView.ToJson(runs)).ConfigureAwait(false);
                }
                else
                {
                    RunsView.Write(console, runs);
                }
            }

            return ExitCode.Success;
        });
        return command;
    }
}
