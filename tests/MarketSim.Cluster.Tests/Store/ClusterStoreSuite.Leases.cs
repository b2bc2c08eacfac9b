using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Tests.Store;

public abstract partial class ClusterStoreSuite
{
    [Fact]
    public async Task Lease_of_many_who_want_it_at_once_goes_to_one()
    {
        Task<Lease?>[] tries = [.. Enumerable.Range(0, 16).Select(number => Task.Run(() => Store.AcquireAsync(Run, $"holder-{number}", "build-1", Long)))];

        Lease won = Assert.Single((await Task.WhenAll(tries)).OfType<Lease>());
        Assert.Equal((1L, null), (won.Epoch, won.Before));
        Assert.Equal(Stored.Submission(Run), won.Submission);
        Assert.Equal((won.Holder, 1L), ((await RecordAsync()).Holder, (await RecordAsync()).Epoch));
    }

    [Fact]
    public async Task Lease_that_ended_without_a_word_names_who_led_and_how_far()
    {
        Lease first = (await Store.AcquireAsync(Run, "holder-1", "build-1", TimeSpan.FromSeconds(1)))!;
        Assert.NotNull(await Store.RenewAsync(first with { Length = Short }, new RunPosition(17, IsRecovering: false), "{}"));
        await PassAsync(While);
        Assert.Null((await RecordAsync()).Holder);

        Lease second = (await Store.AcquireAsync(Run, "holder-2", "build-1", Short))!;
        await PassAsync(While);
        Lease third = (await Store.AcquireAsync(Run, "holder-3", "build-1", Long))!;

        Assert.Equal(new LostLead("holder-1", new RunPosition(17, IsRecovering: false)), second.Before);
        Assert.Equal(new LostLead("holder-2", RunPosition.Start), third.Before);
        Assert.Equal(3, third.Epoch);
    }

    [Fact]
    public async Task Lease_given_up_leaves_no_word_and_is_free_at_once()
    {
        Lease first = await LeadAsync();
        await Store.ReleaseAsync(first);

        Lease second = await LeadAsync("holder-2");
        await Store.ReleaseAsync(first);

        Assert.Null(second.Before);
        Assert.Equal("holder-2", (await RecordAsync()).Holder);
    }

    [Fact]
    public async Task Lease_is_extended_by_renewal()
    {
        Lease lease = (await Store.AcquireAsync(Run, "holder-1", "build-1", TimeSpan.FromSeconds(2)))!;
        Assert.NotNull(await Store.RenewAsync(lease with { Length = Long }, new RunPosition(3, IsRecovering: false), """{"tick": 3}"""));
        await PassAsync(TimeSpan.FromSeconds(2.1));

        Assert.Null(await Store.AcquireAsync(Run, "holder-2", "build-1", Long));
        Assert.Equal("""{"tick": 3}""", (await RecordAsync()).Progress);
    }

    [Fact]
    public async Task Lease_that_has_ended_is_neither_renewed_nor_raised()
    {
        Lease lease = (await Store.AcquireAsync(Run, "holder-1", "build-1", Short))!;
        await PassAsync(While);

        Assert.Null(await Store.RenewAsync(lease, RunPosition.Start, null));
        Assert.Null(await Store.RaiseAsync(lease, Stored.Recovery(2)));
        Assert.Equal(1, (await RecordAsync()).Epoch);
    }

    [Fact]
    public async Task Lease_of_another_epoch_or_holder_is_not_renewed()
    {
        Lease first = await LeadAsync();
        Lease raised = (await Store.RaiseAsync(first, Stored.Recovery(2)))!;

        Assert.Null(await Store.RenewAsync(first, RunPosition.Start, null));
        Assert.Null(await Store.RenewAsync(raised with { Holder = "holder-2" }, RunPosition.Start, null));
        Assert.NotNull(await Store.RenewAsync(raised, RunPosition.Start, null));
    }

    [Fact]
    public async Task Raise_begins_the_next_epoch_and_notes_why()
    {
        Lease first = await LeadAsync();

        Lease raised = (await Store.RaiseAsync(first, Stored.Recovery(2)))!;

        Assert.Equal((2L, "holder-1", null), (raised.Epoch, raised.Holder, raised.Before));
        Assert.Null(await Store.RaiseAsync(first, Stored.Recovery(2)));
        Assert.Equal([Stored.Recovery(2)], await Store.ReadRecoveriesAsync(Run));
        Assert.Equal((2L, 1), ((await RecordAsync()).Epoch, (await RecordAsync()).Recoveries));
    }

    [Fact]
    public async Task Raise_leaves_the_tick_and_says_that_the_run_is_recovering()
    {
        Lease first = await LeadAsync();
        await Store.RenewAsync(first, new RunPosition(9, IsRecovering: false), null);
        await Store.RaiseAsync(first with { Length = Short }, Stored.Recovery(2));
        await PassAsync(While);

        Assert.Equal(new LostLead("holder-1", new RunPosition(9, IsRecovering: true)), (await LeadAsync("holder-2")).Before);
    }

    [Fact]
    public async Task Recovery_that_came_with_the_lead_is_noted_once()
    {
        Lease lease = await LeadAsync();
        Recovery recovery = Stored.Recovery(1) with { Cause = RecoveryCause.Outage, Node = "" };

        Assert.True(await Store.NoteAsync(lease, recovery));
        Assert.True(await Store.NoteAsync(lease, recovery));
        Lease raised = (await Store.RaiseAsync(lease, Stored.Recovery(2) with { Cause = RecoveryCause.Rebalance }))!;
        Assert.False(await Store.NoteAsync(lease, recovery));

        Assert.Equal([recovery, Stored.Recovery(2) with { Cause = RecoveryCause.Rebalance }], await Store.ReadRecoveriesAsync(Run));
        Assert.Equal(2, raised.Epoch);
    }

    [Fact]
    public async Task Run_belongs_to_the_build_of_its_first_lease()
    {
        await Store.ReleaseAsync(await LeadAsync());

        Assert.Null(await Store.AcquireAsync(Run, "holder-2", "build-2", Long));
        Assert.Equal("build-1", (await RecordAsync()).Build);
        Assert.Equal("build-1", Assert.Single(await Store.ReadLeaderlessAsync()).Build);
    }

    [Fact]
    public async Task Lease_of_an_unknown_run_is_not_given() => Assert.Null(await Store.AcquireAsync("run-2", "holder-1", "build-1", Long));
}
