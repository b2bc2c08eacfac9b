using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Leading;

/// <summary>What an answer of the store to a renewal means for the leader.</summary>
internal enum RenewalMeaning
{
    /// <summary>The lease is held on.</summary>
    Kept,

    /// <summary>Somebody else leads, or the run is over.</summary>
    Lost,

    /// <summary>The store did not answer; the lease lasts until its end.</summary>
    StoreIsAway,

    /// <summary>The answer is about an epoch that the leader itself has ended since.</summary>
    Outdated,
}

/// <summary>
/// The lease by which a leader leads, as a state machine: what may be asked of the store now, and what its answers mean. It knows neither actors nor the
/// store.
/// </summary>
internal sealed class HeldLease
{
    private readonly LeaseClock _clock;
    private bool _isRenewing;
    private bool _isStoreAway;

    /// <param name="askedAt">The timestamp from which the lease can be trusted.</param>
    public HeldLease(Lease lease, long askedAt, LeaseClock clock)
    {
        Lease = lease;
        _clock = clock;
        _clock.Granted(askedAt);
    }

    public Lease Lease { get; private set; }

    /// <summary>True while nobody else can hold it.</summary>
    public bool IsTrusted => _clock.IsTrusted;

    /// <summary>Whether the next epoch is being asked for.</summary>
    public bool IsRaising { get; private set; }

    /// <summary>Whether the store is why the lease was not renewed: then the node that takes the lead must not take this one for failed.</summary>
    public bool IsStoreAtFault => _isStoreAway || _isRenewing;

    /// <summary>Whether nothing that concerns the lease is asked of the store at present.</summary>
    public bool MayRenew => !_isRenewing && !IsRaising;

    /// <returns>The timestamp to ask for a renewal with.</returns>
    public long BeginRenewal()
    {
        _isRenewing = true;
        return _clock.Now();
    }

    public RenewalMeaning Accept(LeaseRenewed renewed)
    {
        _isRenewing = false;
        _isStoreAway = renewed.Cause is not null;
        if (_isStoreAway)
        {
            return RenewalMeaning.StoreIsAway;
        }

        if (renewed.Lease != Lease)
        {
            return RenewalMeaning.Outdated;
        }

        if (renewed.Renewal is null)
        {
            // The next epoch may have begun before its word came back: the one that was to be renewed is over then, but not lost.
            return IsRaising ? RenewalMeaning.Outdated : RenewalMeaning.Lost;
        }

        _clock.Granted(renewed.AskedAt);
        return RenewalMeaning.Kept;
    }

    /// <returns>The timestamp to ask for the next epoch with.</returns>
    public long BeginRaise()
    {
        IsRaising = true;
        return _clock.Now();
    }

    /// <summary>Takes the next epoch's lease.</summary>
    /// <returns>Whether the answer counts: one to a question that was asked again does not.</returns>
    public bool Accept(EpochRaised raised)
    {
        if (raised.Before != Lease)
        {
            return false;
        }

        IsRaising = false;
        if (raised.Lease is { } next)
        {
            Lease = next;
            _clock.Granted(raised.AskedAt);
        }

        return true;
    }
}
