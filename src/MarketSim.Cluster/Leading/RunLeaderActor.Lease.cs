using Akka.Actor;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Sites;
using MarketSim.Cluster.Store;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Leading;

/// <content>Keeps the lease, and makes the steps that the store may be away for.</content>
internal sealed partial class RunLeaderActor
{
    // What concerns the lease, the connection and the orderly end.
    private void ReceiveTiming(object message)
    {
        switch (message)
        {
            case GuardDue:
                Guard();
                break;
            case RenewalDue:
                Renew();
                break;
            case CoordinatorProbe probe:
                _probeAnswered = probe.Number;
                break;
            case Renewed renewed:
                OnRenewed(renewed);
                break;
            case Raised raised:
                OnRaised(raised);
                break;
            case StepFailed failed:
                OnStepFailed(failed);
                break;
            case Again again:
                again.Step();
                break;
            case NodeConnected connected:
                OnConnected(connected.Connection);
                break;
            case NodeDisconnected disconnected:
                _connection = null;
                _broker = BrokerBlocked.No;
                _disconnectedAt = _plan.Options.TimeProvider.GetTimestamp();
                Recover(RecoveryCause.Outage, _plan.Node, disconnected.Reason);
                break;
            case BrokerBlocked blocked:
                _broker = blocked;
                _generation?.BrokerIs(blocked);
                break;
            case StepDown:
                GiveUp();
                break;
            case Noted or SiteLost or GenerationFailed or GenerationEnded or CheckpointMade:
                break;
            case Released:
                Finish();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Note()
    {
        // With the next epoch comes the next note.
        if (_noted is { } recovery && recovery.Epoch == _lease.Epoch)
        {
            Try(() => NoteAsync(recovery), static noted => noted, Note);
        }
    }

    private async Task<Noted> NoteAsync(Recovery recovery)
    {
        await Store.NoteAsync(_lease, recovery).ConfigureAwait(false);
        return Noted.Instance;
    }

    private void Raise(Recovery recovery)
    {
        _isRaising = true;
        Try(() => RaiseAsync(_lease, recovery), static raised => raised, () => Raise(recovery));
    }

    private async Task<Raised> RaiseAsync(Lease lease, Recovery recovery)
    {
        long askedAt = _clock.Now();
        return new Raised(lease, await Store.RaiseAsync(lease, recovery).ConfigureAwait(false), askedAt);
    }

    private void OnRaised(Raised raised)
    {
        if (raised.Before != _lease)
        {
            return;
        }

        _isRaising = false;
        if (raised.Lease is not { } lease)
        {
            Lapse("its lease was taken");
            return;
        }

        _lease = lease;
        _clock.Granted(raised.AskedAt);
        if (_pause > TimeSpan.Zero)
        {
            Timers.StartSingleTimer("load", new Again(Load), _pause);
        }
        else
        {
            Load();
        }
    }

    private void Guard()
    {
        if (!_clock.IsTrusted)
        {
            // Whoever takes the lead must not take a slow store for a death of this node. A coordinator that does not answer may well be one.
            bool isStoreAtFault = _isStoreAway || _isRenewing;
            Lapse("its lease could not be renewed in time");
            if (isStoreAtFault)
            {
                _ = GiveBackAsync();
            }
        }
        else if (_connection is null && _plan.Options.TimeProvider.GetElapsedTime(_disconnectedAt) > Timings.DisconnectedLead)
        {
            // Perhaps others reach the broker.
            Release();
        }
    }

    private void Renew()
    {
        // A coordinator that no longer works through its mailbox must not keep the run.
        bool isAlive = _generation?.Coordinator is null || _probeAnswered == _probe;
        if (_isRenewing || _isRaising || !isAlive)
        {
            return;
        }

        _isRenewing = true;
        _generation?.Coordinator?.Tell(new CoordinatorProbe(++_probe), Self);
        _ = RenewAsync(_lease, _generation?.Position ?? RunPosition.Start, _generation?.Progress).PipeTo(
            Self, Self, static renewed => renewed, static cause => new Renewed(null, null, null, 0, cause));
    }

    private async Task<Renewed> RenewAsync(Lease lease, RunPosition position, string? progress)
    {
        long askedAt = _clock.Now();
        LeaseRenewal? renewal = await Store.RenewAsync(lease, position, progress).ConfigureAwait(false);
        IReadOnlyList<NodeRecord>? nodes = renewal is null ? null : await Store.ReadNodesAsync().ConfigureAwait(false);
        return new Renewed(lease, renewal, nodes, askedAt, null);
    }

    private void OnRenewed(Renewed renewed)
    {
        _isRenewing = false;
        _isStoreAway = renewed.Cause is not null;
        if (renewed.Cause is { } cause)
        {
            _plan.Logger.StoreIsAway(_plan.Node, cause.Message);
            return;
        }

        if (renewed.Lease != _lease)
        {
            return;
        }

        if (renewed.Renewal is not { } renewal)
        {
            if (_isRaising)
            {
                // The next epoch has begun before its word came back: the one that was to be renewed is over, but not lost.
                return;
            }

            Lapse("its lease was taken, or has ended with the run");
            return;
        }

        _clock.Granted(renewed.AskedAt);
        if (renewal.IsStopRequested && !_isStopping && _generation?.Coordinator is { } coordinator)
        {
            _isStopping = true;
            coordinator.Tell(new InterruptRun(), Self);
        }

        Rebalance(renewed.Nodes!);
    }

    private async Task<Released> FailAsync(string message, RunSummary summary)
    {
        await Store.FailAsync(_lease, message, summary).ConfigureAwait(false);
        return Released.Instance;
    }

    private void Release() => Try(ReleaseAsync, static released => released, Release);

    private async Task<Released> ReleaseAsync()
    {
        await Store.ReleaseAsync(_lease).ConfigureAwait(false);
        return Released.Instance;
    }

    // Of no use but to others: nothing is done here any more, and if somebody else leads by now the store leaves it at that.
    private async Task GiveBackAsync()
    {
        try
        {
            await ReleaseAsync().ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception)
        {
            _plan.Logger.StoreIsAway(_plan.Node, exception.Message);
        }
    }

    private void Lapse(string reason)
    {
        _plan.Logger.LeadEnds(_lease.Run, _lease.Epoch, reason);
        StopGeneration();
        Finish();
    }

    private TimeSpan NextPause()
    {
        TimeSpan next = _pause == TimeSpan.Zero ? TimeSpan.FromMilliseconds(100) : _pause * 2;
        return next < Timings.LongestPause ? next : Timings.LongestPause;
    }

    // A step that the store was away for is made again; the guard ends it with the lease.
    private void Try<T>(Func<Task<T>> step, Func<T, object> success, Action again)
        where T : notnull => _ = step().PipeTo(Self, Self, success, cause => new StepFailed(_lease, cause, again));

    private void OnStepFailed(StepFailed failed)
    {
        if (failed.Lease != _lease)
        {
            return;
        }

        if (failed.Cause is StoreUnavailableException)
        {
            _plan.Logger.StoreIsAway(_plan.Node, failed.Cause.Message);
            // By a key of its own: two steps may wait at the same time, and neither takes the other's place.
            Timers.StartSingleTimer(failed, new Again(failed.Again), RetryPause);
        }
        else
        {
            FailRun(failed.Cause.Message);
        }
    }

    private sealed record Raised(Lease Before, Lease? Lease, long AskedAt);

    private sealed record Renewed(Lease? Lease, LeaseRenewal? Renewal, IReadOnlyList<NodeRecord>? Nodes, long AskedAt, Exception? Cause);

    private sealed record StepFailed(Lease Lease, Exception Cause, Action Again);

    private sealed record Again(Action Step);

    private sealed record RenewalDue
    {
        public static RenewalDue Instance { get; } = new();
    }

    private sealed record GuardDue
    {
        public static GuardDue Instance { get; } = new();
    }

    private sealed record Noted
    {
        public static Noted Instance { get; } = new();
    }

    private sealed record Released
    {
        public static Released Instance { get; } = new();
    }
}
