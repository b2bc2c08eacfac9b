using MarketSim.Cluster.Store;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;

namespace MarketSim.Cluster.Tests.Store;

public abstract partial class ClusterStoreSuite
{
    [Fact]
    public async Task Run_is_read_as_submitted()
    {
        await Store.SubmitAsync(Stored.Submission("run-2") with { Sweep = "sweep-1", MostNodes = 0 });

        RunRecord record = (await Store.ReadRunAsync("run-2"))!;

        Assert.Equal(Stored.Submission("run-2") with { Sweep = "sweep-1", MostNodes = 0 }, record.Submission);
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
    public async Task Leaderless_are_the_runs_to_be_carried_out_that_nobody_leads_oldest_first()
    {
        await Store.SubmitAsync(Stored.Submission("a-2"));
        await Store.SubmitAsync(Stored.Submission("run-3"));
        await LeadAsync();
        await Store.AcquireAsync("run-3", "holder-1", "build-9", Short);
        await PassAsync(While);

        IReadOnlyList<LeaderlessRun> leaderless = await Store.ReadLeaderlessAsync();

        Assert.Equal([("a-2", null), ("run-3", "build-9")], leaderless.Select(run => (run.Run, run.Build)));
        Assert.All(leaderless, run => Assert.InRange(run.SinceExpiry, TimeSpan.FromTicks(1), Long));
    }

    [Fact]
    public async Task Stop_is_heard_with_the_next_renewal()
    {
        Lease lease = await LeadAsync();
        Assert.False((await Store.RenewAsync(lease, RunPosition.Start, null))!.IsStopRequested);

        Assert.True(await Store.RequestStopAsync(Run));

        Assert.True((await Store.RenewAsync(lease, RunPosition.Start, null))!.IsStopRequested);
        Assert.True((await RecordAsync()).IsStopRequested);
        Assert.False(await Store.RequestStopAsync("run-2"));
    }

    [Fact]
    public async Task Interrupted_run_is_over_until_it_is_resumed()
    {
        Lease lease = await LeadAsync();
        await Store.RequestStopAsync(Run);
        Assert.False(await Store.RequestResumeAsync(Run));
        Assert.True(await Store.CommitAsync(lease, Stored.Manifest(5) with { Status = RunStatus.Interrupted }, Keep));
        Assert.Equal((RunStatus.Interrupted, null), ((await RecordAsync()).Status, (await RecordAsync()).Holder));
        Assert.False(await Store.RequestStopAsync(Run));
        Assert.Null(await Store.AcquireAsync(Run, "holder-2", "build-1", Long));

        Assert.True(await Store.RequestResumeAsync(Run));

        Assert.Single(await Store.ReadLeaderlessAsync());
        Lease next = await LeadAsync("holder-2");
        Assert.Equal((lease.Epoch + 1, null), (next.Epoch, next.Before));
        Assert.False((await Store.RenewAsync(next, RunPosition.Start, null))!.IsStopRequested);
        Assert.Equal((RunStatus.Running, 5L), ((await RecordAsync()).Status, (await RecordAsync()).CommittedTick));
    }

    [Fact]
    public async Task Failed_run_says_why_until_it_is_resumed()
    {
        Lease lease = await LeadAsync();
        await Store.CommitAsync(lease, Stored.Manifest(5) with { Summary = Stored.Summary(RunStatus.Running) }, Keep);

        Assert.True(await Store.FailAsync(lease, "Three deaths in tick 7 on alpha.", Stored.Summary(RunStatus.Failed)));

        Assert.Equal((RunStatus.Failed, "Three deaths in tick 7 on alpha."), ((await RecordAsync()).Status, (await RecordAsync()).Message));
        Assert.Equal(RunStatus.Failed, (await Store.ReadSummaryAsync(Run))!.Status);
        Assert.Empty(await Store.ReadLeaderlessAsync());
        Assert.Null(await Store.RenewAsync(lease, RunPosition.Start, null));
        Assert.True(await Store.RequestResumeAsync(Run));
        Assert.Equal((RunStatus.Running, ""), ((await RecordAsync()).Status, (await RecordAsync()).Message));
        Assert.Equal(RunStatus.Running, (await Store.ReadSummaryAsync(Run))!.Status);
    }

    [Fact]
    public async Task Resumed_run_is_forgiven_the_deaths_that_ended_it()
    {
        Lease lease = (await Store.RaiseAsync(await LeadAsync(), Stored.Recovery(2)))!;
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
        Lease lease = (await Store.RaiseAsync(await LeadAsync(), Stored.Recovery(2)))!;
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
    public async Task Removed_run_takes_no_word_from_whoever_led_it_and_leaves_its_name_to_nobody()
    {
        Lease lease = await LeadAsync();
        await Store.FailAsync(lease, "no", Stored.Summary(RunStatus.Failed));
        Assert.True(await Store.RemoveRunAsync(Run));

        Assert.Null(await Store.RenewAsync(lease, RunPosition.Start, null));
        Assert.False(await Store.CommitAsync(lease, Stored.Manifest(5), Keep));
        await Assert.ThrowsAsync<StaleEpochException>(() => WriteAsync(lease, Stored.Part("a", 1)));
        await Assert.ThrowsAsync<RunNameTakenException>(() => Store.SubmitAsync(Stored.Submission(Run)));
        Assert.False(await Store.RequestResumeAsync(Run));
    }

    [Fact]
    public async Task Fail_by_a_lost_lead_changes_nothing()
    {
        Lease lease = await LeadAsync();
        await Store.RaiseAsync(lease, Stored.Recovery(2));

        Assert.False(await Store.FailAsync(lease, "no", Stored.Summary(RunStatus.Failed)));
        Assert.Equal(RunStatus.Running, (await RecordAsync()).Status);
    }

    [Fact]
    public async Task Summary_is_kept_in_every_figure()
    {
        Assert.Null(await Store.ReadSummaryAsync(Run));
        Lease lease = await LeadAsync();
        RunSummary summary = Stored.Summary(RunStatus.Finished);
        await Store.CommitAsync(lease, Stored.Manifest(5) with { Summary = summary }, Keep);

        RunSummary read = (await Store.ReadSummaryAsync(Run))!;

        Assert.Equivalent(summary, read, strict: true);
    }
}
