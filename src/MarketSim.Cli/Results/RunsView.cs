using System.Text.Json;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Clients;
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
                RunTracker.TickOf(run) is { } tick ? Figures.Whole(tick) : string.Empty,
                run.CommittedTick is { } committed ? Figures.Whole(committed) : string.Empty,
                Figures.Whole(run.Epoch),
                RunTracker.LeaderOf(run) ?? string.Empty,
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
            Tick = RunTracker.TickOf(run),
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
}
