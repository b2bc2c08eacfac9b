using System.CommandLine;
using MarketSim.Cli.Live;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Store;
using MarketSim.Experiments.Sweeps;
using MarketSim.Live;
using MarketSim.Live.Configuration;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim watch</c>: shows a run in a browser, played back from its folder.</summary>
internal static class WatchCommand
{
    public static Command Create(CommandConsole console, TimeProvider timeProvider)
    {
        var runArgument = new Argument<string>("run") { Description = "The folder of a run, finished or interrupted; with --cluster or --store, the name of a run in the cluster." };
        var cluster = new StoreOptions();
        var live = new LiveSettings();
        var command = new ExampleCommand(
            "watch",
            "Shows a run in a browser, played back from its tables at any speed and from any tick, until Ctrl-C. A run that is to be watched while it runs is started with `marketsim run SCENARIO --live`. A run of a cluster is shown as of its last checkpoint, and cannot be held.",
            "marketsim watch runs/quickstart-1-20260102-093000",
            "marketsim watch runs/quickstart-1-20260102-093000 --live-address 8750",
            "marketsim watch monday --cluster cluster.yaml")
        {
            runArgument,
        };
        cluster.AddTo(command);
        live.AddTo(command, isAlwaysLive: true);
        command.SetAction(async (parsed, _) =>
        {
            string path = parsed.GetRequiredValue(runArgument);
            LiveOptions options = live.Of(parsed, timeProvider);
            if (cluster.IsMeant(parsed.CommandResult))
            {
                IClusterStore store = await console.OpenStore(cluster.Of(parsed)).ConfigureAwait(false);
                await using (store.ConfigureAwait(false))
                {
                    await new ClusterWatch(console, store, path, timeProvider).ShowAsync(options).ConfigureAwait(false);
                }

                return ExitCode.Success;
            }

            SweepFolder.ThrowIfSweep(path);
            LiveWindow window = await LiveWindow.PlayBackAsync(path, options).ConfigureAwait(false);
            await using (window.ConfigureAwait(false))
            {
                await LiveSettings.SayAsync(console, window, options).ConfigureAwait(false);
                await console.Error.WriteLineAsync("marketsim: Ctrl-C ends it").ConfigureAwait(false);
                await UntilInterruptedAsync(console).ConfigureAwait(false);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static async Task UntilInterruptedAsync(CommandConsole console)
    {
        using var interruption = new Interruption(message => console.Error.WriteLine($"marketsim: {message}"), InterruptionMessages.OfWatch);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = interruption.Token.Register(stopped.SetResult);
        await stopped.Task.ConfigureAwait(false);
    }
}
