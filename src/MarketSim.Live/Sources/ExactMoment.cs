using System.Globalization;
using MarketSim.Engine;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Results;
using MarketSim.Results.Recording;
using MarketSim.Scenarios;
using MarketSim.Simulation.Running;

namespace MarketSim.Live.Sources;

/// <summary>
/// A run at any tick, exactly: tables sample the book, and name no order of an agent. The run is carried out again, from the checkpoint before the tick
/// where one was kept and from its beginning otherwise, in a separate folder, and gives what it gave then.
/// </summary>
internal static class ExactMoment
{
    private const string ManifestPattern = "*.manifest";

    /// <param name="folder">Of the run; it is only read.</param>
    /// <param name="account">Of the agent that is followed; -1 for none.</param>
    /// <exception cref="RunFolderException">The run cannot be carried out again.</exception>
    public static async Task<LiveImage> ComputeAsync(Scenario scenario, string folder, long tick, int account, TimeProvider timeProvider, CancellationToken cancellation)
    {
        string root = Directory.CreateTempSubdirectory("marketsim-exact-").FullName;
        try
        {
            string copy = Path.Combine(root, "run");
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            using var run = new LiveRun(timeProvider, isPaused: false);
            var moment = new Moment(run, tick, account, stop.Cancel);
            var options = new RunOptions { TimeProvider = timeProvider, Observer = moment, Interrupt = stop.Token };
            if (CopyUpTo(folder, tick, copy))
            {
                await SimulationRun.ResumeAsync(scenario, copy, options).ConfigureAwait(false);
            }
            else
            {
                await SimulationRun.StartAsync(scenario, copy, options).ConfigureAwait(false);
            }

            cancellation.ThrowIfCancellationRequested();
            return moment.Image ?? run.Picture();
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <returns>False where no checkpoint before the tick was kept.</returns>
    private static bool CopyUpTo(string folder, long tick, string copy)
    {
        string checkpoints = Path.Combine(folder, RunFolder.CheckpointsFolder);
        string? manifest = Directory.Exists(checkpoints)
            ? Directory.GetFiles(checkpoints, ManifestPattern).Where(path => TickOf(path) <= tick).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        if (manifest is null)
        {
            return false;
        }

        string target = Path.Combine(copy, RunFolder.CheckpointsFolder);
        Directory.CreateDirectory(target);
        foreach (string file in Directory.GetFiles(checkpoints, "*.parts").Append(manifest))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        // Tables are cut back to the checkpoint when the run resumes from it; that of the agents is written at the end.
        foreach (string name in RunFolder.Tables.Append(RunFolder.ScenarioFile).Where(name => name != RunFolder.AgentsFile && File.Exists(Path.Combine(folder, name))))
        {
            File.Copy(Path.Combine(folder, name), Path.Combine(copy, name));
        }

        return true;
    }

    // A manifest is named by the ticks that are closed.
    private static long TickOf(string manifest) =>
        long.TryParse(Path.GetFileNameWithoutExtension(manifest), NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) ? ticks - 1 : long.MaxValue;

    /// <summary>Takes the picture before a later tick opens, and ends the run.</summary>
    private sealed class Moment(LiveRun run, long tick, int account, Action stop) : IRunObserver
    {
        public LiveImage? Image { get; private set; }

        public void Begins(RunView view)
        {
            run.Begins(view);
            run.Tapes!.Agent.Follow(account);
        }

        public bool MayOpen(long next, Action release)
        {
            if (next > tick && Image is null)
            {
                Image = run.Picture();
                stop();
            }

            return true;
        }

        public void Requested(ReadOnlySpan<OrderRequest> requests) => run.Requested(requests);

        public void Traded(long tick, in BookEvent trade) => run.Traded(tick, trade);

        public void Sampled(RunView view, long tick, SimulatedTime time) => run.Sampled(view, tick, time);

        public void TickClosed(RunView view, TickReports reports) => run.TickClosed(view, reports);
    }
}
