using System.CommandLine;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Store;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim cluster stop</c> and <c>… resume</c>: end a run in the cluster with a checkpoint, and resume it from there.</summary>
internal static class ClusterRunCommand
{
    public static Command Stop(CommandConsole console) => Create(
        console,
        "stop",
        "Asks a run to take a checkpoint and end as interrupted; it can be fetched, and resumed.",
        static (store, run) => store.RequestStopAsync(run),
        run => $"Run {run} takes a checkpoint and ends; to continue later: marketsim cluster resume {run}",
        record => $"it is {Word(record)} already");

    public static Command Resume(CommandConsole console) => Create(
        console,
        "resume",
        "Lets a run that was interrupted or has failed continue from its last checkpoint.",
        static (store, run) => store.RequestResumeAsync(run),
        run => $"Run {run} continues as soon as a node takes it.",
        record => $"it is {Word(record)}; only an interrupted or failed run can be");

    private static string Word(RunRecord record) => record.Status.ToString().ToLowerInvariant();

    /// <param name="request">False when the run is in no state for it.</param>
    private static ExampleCommand Create(
        CommandConsole console,
        string name,
        string description,
        Func<IClusterStore, string, Task<bool>> request,
        Func<string, string> done,
        Func<RunRecord, string> refused)
    {
        var runArgument = new Argument<string>("run") { Description = "Name of the run: see `marketsim cluster runs`." };
        var cluster = new StoreOptions();
        var json = new Option<bool>("--json") { Description = "Print one JSON object on the last line." };
        var command = new ExampleCommand(name, description, $"marketsim cluster {name} quickstart-1-20260102-093000 --cluster cluster.yaml")
        {
            runArgument,
        };
        cluster.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, _) =>
        {
            string run = parsed.GetRequiredValue(runArgument);
            IClusterStore store = await console.OpenStore(cluster.Of(parsed)).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                bool isDone = await request(store, run).ConfigureAwait(false);
                RunRecord record = await store.ReadRunAsync(run).ConfigureAwait(false) ?? throw new UnknownRunException(run);
                if (parsed.GetValue(json))
                {
                    await console.Output.WriteLineAsync(Results.RunsView.ToJson([record])[1..^1]).ConfigureAwait(false);
                }

                if (!isDone)
                {
                    await console.Error.WriteLineAsync($"marketsim: run {run} cannot be {(name == "stop" ? "stopped" : "resumed")}: {refused(record)}.").ConfigureAwait(false);
                    return ExitCode.Failed;
                }

                if (!parsed.GetValue(json))
                {
                    await console.Output.WriteLineAsync(done(run)).ConfigureAwait(false);
                }
            }

            return ExitCode.Success;
        });
        return command;
    }
}
