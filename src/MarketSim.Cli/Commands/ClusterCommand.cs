using System.CommandLine;
using MarketSim.Cli.Results;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Store;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim cluster</c>: sets a cluster up, says how it stands, ends its runs.</summary>
internal static class ClusterCommand
{
    public static Command Create(CommandConsole console, TimeProvider timeProvider) => new("cluster", "Sets a cluster's database and certificates up, lists nodes and runs, stops, resumes and removes runs, asks a node how it is.")
    {
        ClusterInitCommand.Create(console),
        ClusterCertificatesCommand.Create(console, timeProvider),
        Status(console),
        Runs(console),
        ClusterRunCommand.Stop(console),
        ClusterRunCommand.Resume(console),
        ClusterRemoveCommand.Create(console),
        ClusterHealthCommand.Create(console),
    };

    private static ExampleCommand Status(CommandConsole console) => List(
        console,
        "status",
        "Lists the nodes: roles, capacity, seats of runs, processors in use, memory, time since the last beat, and what keeps a node from working with the others.",
        store => store.ReadNodesAsync(),
        NodesView.ToJson,
        NodesView.Write);

    private static ExampleCommand Runs(CommandConsole console) => List(
        console,
        "runs",
        "Lists the runs, oldest first: status, tick, tick of the last checkpoint, epoch, the node that leads, recoveries.",
        store => store.ReadRunsAsync(),
        RunsView.ToJson,
        RunsView.Write);

    private static ExampleCommand List<T>(
        CommandConsole console,
        string name,
        string description,
        Func<IClusterStore, Task<IReadOnlyList<T>>> read,
        Func<IReadOnlyList<T>, string> toJson,
        Action<CommandConsole, IReadOnlyList<T>> write)
    {
        var database = new DatabaseOptions();
        var json = new Option<bool>("--json") { Description = "Print one JSON array on the last line instead of a table." };
        var command = new ExampleCommand(name, description, $"marketsim cluster {name} --cluster cluster.yaml");
        database.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, _) =>
        {
            IClusterStore store = await console.OpenStore(database.Of(parsed)).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                IReadOnlyList<T> items = await read(store).ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    await console.Output.WriteLineAsync(toJson(items)).ConfigureAwait(false);
                }
                else
                {
                    write(console, items);
                }
            }

            return ExitCode.Success;
        });
        return command;
    }
}
