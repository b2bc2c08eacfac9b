using System.Text.Json;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Leading;
using MarketSim.Cluster.Store;
using MarketSim.Results;

namespace MarketSim.Cli.Results;

/// <summary>Shows the runs of a cluster.</summary>
internal static class RunsView
{
    public static void Write(CommandConsole console, IReadOnlyList<RunRecord> runs)
    {
        var table = new TextTable("Run", "Status", "Tick", "Committed", "Epoch", "Holder", "Recoveries", "Age", "Message");
        foreach (RunRecord run in runs)
        {
            table.Add(
                run.Submission.Run,
                StatusOf(run),
                TickOf(run) is { } tick ? Figures.Whole(tick) : string.Empty,
                run.CommittedTick is { } committed ? Figures.Whole(committed) : string.Empty,
                Figures.Whole(run.Epoch),
                HolderOf(run),
                Figures.Whole(run.Recoveries),
                Figures.Age(run.SinceSubmitted),
                run.Message);
        }

        table.Write(console, "The cluster has no runs; `marketsim run SCENARIO --cluster FILE` submits one.");
    }

    public static string ToJson(IReadOnlyList<RunRecord> runs) => JsonSerializer.Serialize(
        runs.Select(run => new
        {
            run.Submission.Run,
            run.Submission.Sweep,
            Status = run.Status.ToString().ToLowerInvariant(),
            run.IsStopRequested,
            run.Epoch,
            run.Holder,
            Tick = TickOf(run),
            RunTracker.ProgressOf(run)?.TickCount,
            RunTracker.ProgressOf(run)?.OpenedPerSecond,
            run.CommittedTick,
            run.Recoveries,
            AgeSeconds = Math.Round(run.SinceSubmitted.TotalSeconds, 3),
            run.Submission.MaxNodes,
            run.Build,
            run.Message,
        }),
        JsonSerializerOptions.Web);

    private static string StatusOf(RunRecord run) => run switch
    {
        { Status: RunStatus.Running, IsStopRequested: true } => "stopping",
        { Status: RunStatus.Running, Holder: null } => "waiting",
        _ => run.Status.ToString().ToLowerInvariant(),
    };

    /// <summary>Its position: the last word of its leader, or of its last checkpoint when that is newer.</summary>
    private static long? TickOf(RunRecord run)
    {
        ClusterProgress? progress = RunTracker.ProgressOf(run);
        return progress is null ? run.CommittedTick : Math.Max(progress.Tick, run.CommittedTick ?? -1);
    }

    /// <summary>The node; the rest of the holder tells its starts apart.</summary>
    private static string HolderOf(RunRecord run) => run.Holder?.Split('@')[0] ?? string.Empty;
}
