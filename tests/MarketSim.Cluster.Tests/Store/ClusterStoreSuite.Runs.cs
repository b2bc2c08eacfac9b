using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Store;

public abstract partial class ClusterStoreSuite
{
    [Fact]
    public async Task Run_is_read_as_submitted()
    {
        await Store.SubmitAsync(Stored.Submission("run-2") with { Sweep = "sweep-1", MaxNodes = 0 });

        RunRecord record = (await Store.ReadRunAsync("run-2"))!;

        Assert.Equal(Stored.Submission("run-2") with { Sweep = "sweep-1", MaxNodes = 0 }, record.Submission);
        Assert.Equal((RunStatus.Running, "", null, 0L, null), (record.Status, record.Message, record.Build, record.Epoch, record.Holder));
        Assert.Equal((false, null, null, 0), (record.IsStopRequested, record.CommittedTick, record.Progress, record.Recoveries));
        Assert.Equal([Run, "run-2"], (await Store.ReadRunsAsync()).Select(run => run.Submission.Run), StringComparer.Ordinal);
        Assert.Null(await Store.ReadRunAsync("run-3"));
    }

    [Fact]
    public async Task Run_name_is_given_once()
    {
        var taken = await Assert.ThrowsAsync<RunNameTakenException>(() => Store.SubmitAsync(Stored.Submission(Run) with { Scenario = "another" }));

        Assert.Contains(Run, taken.Message);
        Assert.Equal(Stored.Submission(Run).Scenario, (await RecordAsync()).Submission.Scenario);
    }

    [Fact]
    public async Task Active_are_the_runs_that_are_not_over_oldest_first_each_with_its_holder()
    {
        await Store.SubmitAsync(Stored.Submission("a-2"));
        await Store.SubmitAsync(Stored.Submission("run-3"));
        await Store.SubmitAsync(Stored.Submission("run-4"));
        await LeadAsync();
        await Store.ReleaseAsync(await LeadAsync("holder-2", "run-3"));
        await Store.FailAsync(await LeadAsync("holder-1", "run-4"), "no", Stored.Summary(RunStatus.Failed));

        IReadOnlyList<ActiveRun> active = await Store.ReadActiveAsync();

        Assert.Equal(
            [(Run, "build-1", 1L, "holder-1"), ("a-2", null, 0L, null), ("run-3", "build-1", 1L, null)],
            active.Select(run => (run.Run, run.Build, run.Epoch, run.Holder)));
    }

    [Fact]
    public async Task Active_are_all_that_have_a_holder_and_a_hundred_that_have_none()
    {
        for (int number = 0; number < 102; number++)
        {
            await Store.SubmitAsync(Stored.Submission($"waiting-{number}"));
        }

        await Store.SubmitAsync(Stored.Submission("last"));
        await LeadAsync("holder-1", "last");

        IReadOnlyList<ActiveRun> active = await Store.ReadActiveAsync();

        Assert.Equal([Run, .. Enumerable.Range(0, 99).Select(number => $"waiting-{number}"), "last"], active.Select(run => run.Run), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Time_since_the_last_report_runs_by_the_clock_of_the_store_from_whatever_its_holder_did_last()
    {
        TimeSpan step = TimeSpan.FromMilliseconds(20);
        await PassAsync(step);
        Assert.InRange(await SinceReportAsync(), step, Long);
        RunLease lease = await TimedAsync(() => LeadAsync());
        lease = (await TimedAsync(() => Store.RaiseAsync(lease, Stored.Recovery(2))))!;
        await TimedAsync(() => Store.ReportAsync(lease, RunPosition.Start, null));
        await TimedAsync(async () =>
        {
            await Store.ReleaseAsync(lease);
            return lease;
        });

        async Task<TimeSpan> SinceReportAsync() => Assert.Single(await Store.ReadActiveAsync()).SinceReport;

        // However slow the machine is: what the store says after the call is no longer than the call took.
        async Task<T> TimedAsync<T>(Func<Task<T>> act)
        {
            long start = TimeProvider.System.GetTimestamp();
            T result = await act();
            TimeSpan since = await SinceReportAsync();
            Assert.InRange(since, TimeSpan.Zero, TimeProvider.System.GetElapsedTime(start) + TimeSpan.FromMilliseconds(1));
            await PassAsync(step);
            Assert.True(await SinceReportAsync() >= step);
            return result;
        }
    }

    [Fact]
    public async Task Stop_request_is_answered_to_the_next_report()
    {
        RunLease lease = await LeadAsync();
        Assert.False((await Store.ReportAsync(lease, RunPosition.Start, null))!.IsStopRequested);

        Assert.True(await Store.RequestStopAsync(Run));

        Assert.True((await Store.ReportAsync(lease, RunPosition.Start, null))!.IsStopRequested);
        Assert.True((await RecordAsync()).IsStopRequested);
        Assert.False(await Store.RequestStopAsync("run-2"));
    }

    [Fact]
    public async Task Interrupted_run_is_over_until_it_is_resumed()
    {
        RunLease lease = await LeadAsync();
        await Store.RequestStopAsync(Run);
        Assert.False(await Store.RequestResumeAsync(Run));
        Assert.True(await Store.CommitAsync(lease, Stored.Manifest(5) with { Status = RunStatus.Interrupted }, Keep));
        Assert.Equal((RunStatus.Interrupted, null), ((await RecordAsync()).Status, (await RecordAsync()).Holder));
        Assert.False(await Store.RequestStopAsync(Run));
        Assert.Null(await Store.AcquireAsync(Run, lease.Epoch, "holder-2", "build-1"));

        Assert.True(await Store.RequestResumeAsync(Run));

        Assert.Null(Assert.Single(await Store.ReadActiveAsync()).Holder);
        RunLease next = await LeadAsync("holder-2");
        Assert.Equal((lease.Epoch + 1, null), (next.Epoch, next.Before));
        Assert.False((await Store.ReportAsync(next, RunPosition.Start, null))!.IsStopRequested);
        Assert.Equal((RunStatus.Running, 5L), ((await RecordAsync()).Status, (await RecordAsync()).CommittedTick));
    }

    [Fact]
    public async Task Failed_run_says_why_until_it_is_resumed()
    {
        RunLease lease = await LeadAsync();
        await Store.CommitAsync(lease, Stored.Manifest(5) with { Summary = Stored.Summary(RunStatus.Running) }, Keep);

        Assert.True(await Store.FailAsync(lease, "Three failures in tick 7 on alpha.", Stored.Summary(RunStatus.Failed)));

        Assert.Equal((RunStatus.Failed, "Three failures in tick 7 on alpha."), ((await RecordAsync()).Status, (await RecordAsync()).Message));
        Assert.Equal(RunStatus.Failed, (await Store.ReadSummaryAsync(Run))!.Status);
        Assert.Empty(await Store.ReadActiveAsync());
        Assert.Null(await Store.ReportAsync(lease, RunPosition.Start, null));
        Assert.True(await Store.RequestResumeAsync(Run));
        Assert.Equal((RunStatus.Running, ""), ((await RecordAsync()).Status, (await RecordAsync()).Message));
        Assert.Equal(RunStatus.Running, (await Store.ReadSummaryAsync(Run))!.Status);
    }

    [Fact]
    public async Task Resumed_run_is_forgiven_the_failures_that_ended_it()
    {
        RunLease lease = (await Store.RaiseAsync(await LeadAsync(), Stored.Recovery(2)))!;
        Assert.Single(await Store.ReadRecoveriesAsync(Run));
        await Store.FailAsync(lease, "no", Stored.Summary(RunStatus.Failed));
        Assert.Single(await Store.ReadRecoveriesAsync(Run));

        await Store.RequestResumeAsync(Run);

        Assert.Empty(await Store.ReadRecoveriesAsync(Run));
    }

    [Fact]
    public async Task Run_is_removed_with_all_that_is_stored_of_it_once_it_is_over()
    {
        PartContent part = Stored.Part("a", 1);
        RunLease lease = (await Store.RaiseAsync(await LeadAsync(), Stored.Recovery(2)))!;
        await CheckpointAsync(lease, 5, part);
        Assert.False(await Store.RemoveRunAsync(Run));
        Assert.Null((await RecordAsync()).SinceEnded);
        await WriteAsync(lease, part);
        Assert.True(await Store.CommitAsync(lease, Stored.Manifest(6, part) with { Status = RunStatus.Finished }, Keep));
        Assert.InRange((await RecordAsync()).SinceEnded!.Value, TimeSpan.Zero, Long);

        Assert.True(await Store.RemoveRunAsync(Run));

        Assert.Null(await Store.ReadRunAsync(Run));
        Assert.Empty(await Store.ReadRunsAsync());
        Assert.Empty(await Store.ReadRecoveriesAsync(Run));
        Assert.Null(await Store.ReadLatestAsync(Run));
        Assert.False(await Store.RemoveRunAsync(Run));
    }

    [Fact]
    public async Task Removed_run_refuses_what_its_holder_writes_and_its_name_is_not_given_again()
    {
        RunLease lease = await LeadAsync();
        await Store.FailAsync(lease, "no", Stored.Summary(RunStatus.Failed));
        Assert.True(await Store.RemoveRunAsync(Run));

        Assert.Null(await Store.ReportAsync(lease, RunPosition.Start, null));
        Assert.False(await Store.CommitAsync(lease, Stored.Manifest(5), Keep));
        await Assert.ThrowsAsync<StaleEpochException>(() => WriteAsync(lease, Stored.Part("a", 1)));
        await Assert.ThrowsAsync<RunNameTakenException>(() => Store.SubmitAsync(Stored.Submission(Run)));
        Assert.False(await Store.RequestResumeAsync(Run));
    }

    [Fact]
    public async Task Fail_by_a_lost_lead_changes_nothing()
    {
        RunLease lease = await LeadAsync();
        await Store.RaiseAsync(lease, Stored.Recovery(2));

        Assert.False(await Store.FailAsync(lease, "no", Stored.Summary(RunStatus.Failed)));
        Assert.Equal(RunStatus.Running, (await RecordAsync()).Status);
    }

    [Fact]
    public async Task Summary_is_kept_in_every_figure()
    {
        Assert.Null(await Store.ReadSummaryAsync(Run));
        RunLease lease = await LeadAsync();
        RunSummary summary = Stored.Summary(RunStatus.Finished);
        await Store.CommitAsync(lease, Stored.Manifest(5) with { Summary = summary }, Keep);

        RunSummary read = (await Store.ReadSummaryAsync(Run))!;

        Assert.Equivalent(summary, read, strict: true);
    }
}
