using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Tests.Store;

public abstract partial class ClusterStoreSuite
{
    [Fact]
    public async Task Epoch_that_many_want_at_once_goes_to_one()
    {
        Task<RunLease?>[] tries = [.. Enumerable.Range(0, 16).Select(number => Task.Run(() => Store.AcquireAsync(Run, 0, $"holder-{number}", "build-1")))];

        RunLease won = Assert.Single((await Task.WhenAll(tries)).OfType<RunLease>());
        Assert.Equal((1L, null), (won.Epoch, won.Before));
        Assert.Equal(Stored.Submission(Run), won.Submission);
        Assert.Equal((won.Holder, 1L), ((await RecordAsync()).Holder, (await RecordAsync()).Epoch));
    }

    [Fact]
    public async Task Lead_is_taken_from_its_holder_only_by_a_caller_that_has_read_its_epoch()
    {
        RunLease first = await LeadAsync();

        Assert.Null(await Store.AcquireAsync(Run, first.Epoch - 1, "holder-2", "build-1"));
        Assert.Null(await Store.AcquireAsync(Run, first.Epoch + 1, "holder-2", "build-1"));
        Assert.Equal(("holder-1", 1L), ((await RecordAsync()).Holder, (await RecordAsync()).Epoch));
        Assert.Equal(2, (await Store.AcquireAsync(Run, first.Epoch, "holder-2", "build-1"))!.Epoch);

        Assert.Equal(("holder-2", 2L), ((await RecordAsync()).Holder, (await RecordAsync()).Epoch));
        Assert.Null(await Store.ReportAsync(first, RunPosition.Start, null));
        Assert.Null(await Store.RaiseAsync(first, Stored.Recovery(2)));
        Assert.False(await Store.NoteAsync(first, Stored.Recovery(1)));
    }

    [Fact]
    public async Task Lead_that_ended_without_notice_names_who_led_and_how_far()
    {
        RunLease first = await LeadAsync();
        Assert.NotNull(await Store.ReportAsync(first, new RunPosition(17, IsRecovering: false), "{}"));

        RunLease second = await LeadAsync("holder-2");
        RunLease third = await LeadAsync("holder-3");

        Assert.Equal(new LostLease("holder-1", new RunPosition(17, IsRecovering: false)), second.Before);
        Assert.Equal(new LostLease("holder-2", RunPosition.Start), third.Before);
        Assert.Equal(3, third.Epoch);
    }

    [Fact]
    public async Task Lead_given_up_in_order_leaves_no_lost_lead()
    {
        RunLease first = await LeadAsync();
        await Store.ReleaseAsync(first);
        Assert.Null((await RecordAsync()).Holder);

        RunLease second = await LeadAsync("holder-2");
        await Store.ReleaseAsync(first);

        Assert.Null(second.Before);
        Assert.Equal("holder-2", (await RecordAsync()).Holder);
    }

    [Fact]
    public async Task Lead_does_not_expire()
    {
        RunLease lease = await LeadAsync();
        await PassAsync(TimeSpan.FromMilliseconds(50));

        Assert.NotNull(await Store.ReportAsync(lease, new RunPosition(3, IsRecovering: false), """{"tick": 3}"""));

        Assert.Equal(("holder-1", """{"tick": 3}"""), ((await RecordAsync()).Holder, (await RecordAsync()).Progress));
    }

    [Fact]
    public async Task Report_of_another_epoch_or_holder_is_refused()
    {
        RunLease first = await LeadAsync();
        RunLease raised = (await Store.RaiseAsync(first, Stored.Recovery(2)))!;

        Assert.Null(await Store.ReportAsync(first, new RunPosition(4, IsRecovering: false), "{}"));
        Assert.Null(await Store.ReportAsync(raised with { Holder = "holder-2" }, new RunPosition(4, IsRecovering: false), "{}"));
        Assert.Null((await RecordAsync()).Progress);
        Assert.NotNull(await Store.ReportAsync(raised, RunPosition.Start, null));
    }

    [Fact]
    public async Task Raise_begins_the_next_epoch_and_records_why()
    {
        RunLease first = await LeadAsync();

        RunLease raised = (await Store.RaiseAsync(first, Stored.Recovery(2)))!;

        Assert.Equal((2L, "holder-1", null), (raised.Epoch, raised.Holder, raised.Before));
        Assert.Null(await Store.RaiseAsync(first, Stored.Recovery(2)));
        Assert.Equal([Stored.Recovery(2)], await Store.ReadRecoveriesAsync(Run));
        Assert.Equal((2L, 1), ((await RecordAsync()).Epoch, (await RecordAsync()).Recoveries));
    }

    [Fact]
    public async Task Raise_leaves_the_tick_and_says_that_the_run_is_recovering()
    {
        RunLease first = await LeadAsync();
        await Store.ReportAsync(first, new RunPosition(9, IsRecovering: false), null);
        await Store.RaiseAsync(first, Stored.Recovery(2));

        Assert.Equal(new LostLease("holder-1", new RunPosition(9, IsRecovering: true)), (await LeadAsync("holder-2")).Before);
    }

    [Fact]
    public async Task Recovery_that_came_with_the_lead_is_noted_once()
    {
        RunLease lease = await LeadAsync();
        Recovery recovery = Stored.Recovery(1) with { Cause = RecoveryCause.Outage, Node = "" };

        Assert.True(await Store.NoteAsync(lease, recovery));
        Assert.True(await Store.NoteAsync(lease, recovery));
        RunLease raised = (await Store.RaiseAsync(lease, Stored.Recovery(2) with { Cause = RecoveryCause.Rebalance }))!;
        Assert.False(await Store.NoteAsync(lease, recovery));

        Assert.Equal([recovery, Stored.Recovery(2) with { Cause = RecoveryCause.Rebalance }], await Store.ReadRecoveriesAsync(Run));
        Assert.Equal(2, raised.Epoch);
    }

    [Fact]
    public async Task Run_belongs_to_the_build_of_its_first_lease()
    {
        RunLease lease = await LeadAsync();
        await Store.ReleaseAsync(lease);

        Assert.Null(await Store.AcquireAsync(Run, lease.Epoch, "holder-2", "build-2"));
        Assert.Equal("build-1", (await RecordAsync()).Build);
        Assert.Equal("build-1", Assert.Single(await Store.ReadActiveAsync()).Build);
    }

    [Fact]
    public async Task Lead_of_an_unknown_run_is_not_given() => Assert.Null(await Store.AcquireAsync("run-2", 0, "holder-1", "build-1"));
}
