using MarketSim.Cli.Results;
using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Leading;
using MarketSim.Cluster.Store;
using MarketSim.Live.Clusters;
using MarketSim.Results;

namespace MarketSim.Cli.Live;

/// <summary>Reads where a run of a cluster is carried out, for its page.</summary>
internal static class ClusterView
{
    private const int RecoveriesShown = 30;

    public static async Task<LiveCluster> ReadAsync(IClusterStore store, RunRecord record)
    {
        ClusterProgress? progress = RunTracker.ProgressOf(record);
        IReadOnlyList<Recovery> recoveries = await store.ReadRecoveriesAsync(record.Submission.Run).ConfigureAwait(false);
        return new LiveCluster(
            record.Status != RunStatus.Running,
            [
                ["Run", record.Submission.Run],
                ["Status", record.Status.ToString().ToLowerInvariant()],
                ["Epoch", Figures.Whole(record.Epoch)],
                ["Led by", RunTracker.LeaderOf(record) ?? "nobody"],
                ["Tick", RunTracker.TickOf(record) is { } tick ? Figures.Whole(tick) : "–"],
                ["Committed", record.CommittedTick is { } committed ? Figures.Whole(committed) : "–"],
                ["Ticks opened", progress is null || record.Status != RunStatus.Running ? "–" : FormattableString.Invariant($"{progress.OpenedPerSecond:#,0}/s")],
                ["Recoveries", Figures.Whole(record.Recoveries)],
            ],
            [.. (progress?.Nodes ?? []).Select(NodeOf)],
            [.. recoveries.Reverse().Take(RecoveriesShown).Select(static recovery => new LiveRecovery(
                recovery.Epoch, recovery.Cause.ToString(), recovery.Node, recovery.Tick, recovery.CommittedTick, recovery.Message))]);
    }

    private static LiveNode NodeOf(RunNode node) => new(
        node.Name,
        node.Host,
        node.Roles,
        node.Threads,
        node.IsLeader,
        node.Partitions,
        node.Agents,
        node.Participants,
        node switch
        {
            { Age: 0, IsLeader: false } => "gone",
            { IsReachable: false } => "unreachable",
            { IsLeaving: true } => "leaving",
            _ => "up",
        });
}
