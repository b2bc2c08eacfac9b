using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Store;
using MarketSim.Cluster.Tests.Store.Memory;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cluster.Tests.Clients;

public sealed class ClusterQueueTests
{
    private readonly InMemoryClusterStore _store = new(TimeProvider.System);

    [Fact]
    public async Task Ended_run_is_reported_once_a_failed_one_resumed_and_a_missing_one_submitted()
    {
        Scenario scenario = ScenarioCatalog.Read("quickstart");
        var runs = Enumerable.Range(1, 3).ToDictionary(seed => $"sweep-{seed}", seed => scenario with { Seed = (ulong)seed }, StringComparer.Ordinal);
        foreach (string known in runs.Keys.Take(2))
        {
            await new RunSubmitter(_store).SubmitAsync(runs[known], known, maxNodes: 1, "sweep");
        }

        await EndAsync("sweep-1", RunStatus.Finished);
        await EndAsync("sweep-2", RunStatus.Failed);
        var ended = new List<(string Run, RunStatus Status)>();

        await new ClusterQueue(_store, TimeProvider.System, "sweep", _ => { }).RunAsync(runs, ReportAsync, CancellationToken.None);

        Assert.Equal([("sweep-1", RunStatus.Finished), ("sweep-2", RunStatus.Finished), ("sweep-3", RunStatus.Finished)], ended);
        Assert.All(await _store.ReadRunsAsync(), record => Assert.Equal(("sweep", 1), (record.Submission.Sweep, record.Submission.MaxNodes)));

        async Task ReportAsync(RunRecord record)
        {
            ended.Add((record.Submission.Run, record.Status));
            if (record.Submission.Run == "sweep-1")
            {
                await EndAsync("sweep-2", RunStatus.Finished);
                await EndAsync("sweep-3", RunStatus.Finished);
            }
        }
    }

    [Fact]
    public async Task Cancelled_wait_leaves_the_runs_in_the_queue()
    {
        using var interrupt = new CancellationTokenSource();
        var runs = new Dictionary<string, Scenario>(StringComparer.Ordinal) { ["sweep-1"] = ScenarioCatalog.Read("quickstart") };
        Task waiting = new ClusterQueue(_store, TimeProvider.System, "sweep", _ => { }).RunAsync(runs, _ => Task.CompletedTask, interrupt.Token);

        await interrupt.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(RunStatus.Running, (await _store.ReadRunAsync("sweep-1"))!.Status);
    }

    private async Task EndAsync(string run, RunStatus status)
    {
        RunLease lease = (await _store.AcquireAsync(run, (await _store.ReadRunAsync(run))!.Epoch, "holder", "build"))!;
        if (status == RunStatus.Failed)
        {
            Assert.True(await _store.FailAsync(lease, "no", Stored.Summary(status)));
            return;
        }

        Assert.True(await _store.CommitAsync(lease, Stored.Manifest(1) with { Status = status }, keep: 1));
    }
}
