using MarketSim.Cluster.Leading;
using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Tests.Leading;

public sealed class HeldLeaseTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(4);
    private static readonly Lease First = new("run", "a#1", Epoch: 3, Length, new RunSubmission("run", "yaml", "digest", MostNodes: 0, Sweep: null), Before: null);
    private static readonly Lease Second = First with { Epoch = 4 };

    private readonly VirtualTimeProvider _time = new();
    private readonly HeldLease _held;

    public HeldLeaseTests() => _held = new HeldLease(First, _time.GetTimestamp(), new LeaseClock(_time, Length, TimeSpan.FromSeconds(0.5)));

    [Fact]
    public void Renewal_counts_from_when_it_was_asked_for()
    {
        _time.Advance(TimeSpan.FromSeconds(3));
        long askedAt = _held.BeginRenewal();
        Assert.False(_held.MayRenew);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.False(_held.IsTrusted);

        Assert.Equal(RenewalMeaning.Kept, _held.Accept(Renewed(First, askedAt)));

        Assert.True(_held.IsTrusted);
        Assert.True(_held.MayRenew);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.False(_held.IsTrusted);
    }

    [Fact]
    public void Refused_renewal_means_that_the_lease_is_lost()
    {
        long askedAt = _held.BeginRenewal();

        Assert.Equal(RenewalMeaning.Lost, _held.Accept(Refused(First, askedAt)));
    }

    [Fact]
    public void Renewal_refused_because_the_own_next_epoch_has_begun_is_no_loss()
    {
        long askedAt = _held.BeginRenewal();
        _held.BeginRaise();

        Assert.Equal(RenewalMeaning.Outdated, _held.Accept(Refused(First, askedAt)));
    }

    [Fact]
    public void Answer_about_the_epoch_before_does_not_prolong_the_present_one()
    {
        long askedAt = _held.BeginRenewal();
        Assert.True(_held.Accept(new EpochRaised(First, Second, _held.BeginRaise())));
        _time.Advance(Length);

        Assert.Equal(RenewalMeaning.Outdated, _held.Accept(Renewed(First, askedAt)));

        Assert.Equal(Second, _held.Lease);
        Assert.False(_held.IsTrusted);
    }

    [Fact]
    public void Answer_to_a_raise_counts_once()
    {
        long askedAt = _held.BeginRaise();

        Assert.True(_held.Accept(new EpochRaised(First, Second, askedAt)));
        Assert.False(_held.Accept(new EpochRaised(First, Second, askedAt)));
        Assert.False(_held.IsRaising);
    }

    [Fact]
    public void Store_is_at_fault_while_it_owes_an_answer_or_was_away()
    {
        Assert.False(_held.IsStoreAtFault);
        long askedAt = _held.BeginRenewal();
        Assert.True(_held.IsStoreAtFault);
        Assert.Equal(RenewalMeaning.StoreIsAway, _held.Accept(LeaseRenewed.Failed(new StoreUnavailableException("away"))));
        Assert.True(_held.IsStoreAtFault);
        askedAt = _held.BeginRenewal();
        _held.Accept(Renewed(First, askedAt));
        Assert.False(_held.IsStoreAtFault);
    }

    private static LeaseRenewed Renewed(Lease lease, long askedAt) => new(lease, new LeaseRenewal(IsStopRequested: false), [], askedAt, Cause: null);

    private static LeaseRenewed Refused(Lease lease, long askedAt) => new(lease, Renewal: null, [], askedAt, Cause: null);
}
