using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Coordination;
using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Membership;

/// <summary>
/// A lease of Akka's coordination module that is a row of the checkpoint store: of two halves of a cluster that do not see each other, the one that holds it
/// continues. It expires by the store's clock, and is extended for as long as its actor system lives.
/// </summary>
/// <remarks>
/// The owner counts its own time from before it asked the store, so that it lets go no later than the store does, even when nothing of it ran in between (a
/// process that was stopped and continued). While the store does not answer, the lease is kept until it would expire before the next attempt.
/// </remarks>
public sealed class StoreLease : Lease
{
    private readonly StoreLeaseSetup _setup;
    private readonly Lock _lock = new();
    private Action<Exception>? _lost;
    private ITimer? _renewal;
    private bool _isRenewing;
    private bool _isOver;

    // When the store was asked that gave the lease last, by the time provider; null when it is not held.
    private long? _heldSince;

    /// <summary>Called by Akka.</summary>
    /// <exception cref="InvalidOperationException">The system has no <see cref="StoreLeaseSetup"/>.</exception>
    public StoreLease(LeaseSettings settings, ExtendedActorSystem system)
        : base(settings)
    {
        ArgumentNullException.ThrowIfNull(system);
        _setup = system.Settings.Setup.Get<StoreLeaseSetup>() is { HasValue: true } setup
            ? setup.Value
            : throw new InvalidOperationException($"The actor system has no {nameof(StoreLeaseSetup)}, which {nameof(StoreLease)} needs.");

        // The next actor system of this process has a separate lease; this one must not be extended for ever.
        system.RegisterOnTermination(() =>
        {
            lock (_lock)
            {
                _isOver = true;
                End();
            }
        });
    }

    private enum Answer
    {
        Held,
        Refused,

        /// <summary>The store is away, or too slow: the lease may have been given or not.</summary>
        Unknown,
    }

    private TimeSpan TimeToLive => Settings.TimeoutSettings.HeartbeatTimeout;

    private TimeSpan Interval => Settings.TimeoutSettings.HeartbeatInterval;

    /// <inheritdoc/>
    public override Task<bool> Acquire() => Acquire(static _ => { });

    /// <summary>False also when the store does not answer in time.</summary>
    /// <param name="leaseLostCallback">Called once, on any thread, when the lease was lost or could not be extended in time.</param>
    public override async Task<bool> Acquire(Action<Exception> leaseLostCallback)
    {
        long asked = _setup.TimeProvider.GetTimestamp();
        Answer answer = await AskAsync(Settings.TimeoutSettings.OperationTimeout).ConfigureAwait(false);
        if (answer == Answer.Unknown)
        {
            return CheckLease();
        }

        if (answer == Answer.Refused)
        {
            End();
            return false;
        }

        lock (_lock)
        {
            if (_isOver)
            {
                return false;
            }

            _lost = leaseLostCallback;
            _heldSince = asked;
            _renewal ??= _setup.TimeProvider.CreateTimer(_ => _ = RenewAsync(), state: null, Interval, Interval);
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool CheckLease()
    {
        lock (_lock)
        {
            return IsHeldFor(TimeSpan.Zero);
        }
    }

    /// <returns>False when the store does not answer in time: then the lease expires by itself.</returns>
    public override async Task<bool> Release()
    {
        End();
        try
        {
            await _setup.Store.ReleaseLeaseAsync(Settings.LeaseName, Settings.OwnerName)
                .WaitAsync(Settings.TimeoutSettings.OperationTimeout, _setup.TimeProvider).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (IsOfStore(exception))
        {
            return false;
        }
    }

    private static bool IsOfStore(Exception exception) => exception is StoreUnavailableException or StoreRefusedException or TimeoutException;

    private async Task RenewAsync()
    {
        TimeSpan patience;
        lock (_lock)
        {
            // The one before may still wait for the store.
            if (_isRenewing || _heldSince is not { } since)
            {
                return;
            }

            _isRenewing = true;
            patience = Clamp(TimeToLive - _setup.TimeProvider.GetElapsedTime(since));
        }

        // An answer that comes after the lease has expired would be too late.
        long asked = _setup.TimeProvider.GetTimestamp();
        Answer answer = await AskAsync(patience).ConfigureAwait(false);
        Take(asked, answer)?.Invoke(new LeaseException(answer == Answer.Refused
            ? $"The lease {Settings.LeaseName} of {Settings.OwnerName} was taken by another owner after it had expired."
            : $"The lease {Settings.LeaseName} of {Settings.OwnerName} could not be extended: the store does not answer."));
    }

    /// <returns>To be called when the lease is lost.</returns>
    private Action<Exception>? Take(long asked, Answer answer)
    {
        lock (_lock)
        {
            _isRenewing = false;
            if (_heldSince is null)
            {
                return null;
            }

            if (answer == Answer.Held)
            {
                _heldSince = asked;
                return null;
            }

            return answer == Answer.Unknown && IsHeldFor(Interval) ? null : End();
        }
    }

    private async Task<Answer> AskAsync(TimeSpan patience)
    {
        try
        {
            return await _setup.Store.TryAcquireLeaseAsync(Settings.LeaseName, Settings.OwnerName, TimeToLive)
                .WaitAsync(patience, _setup.TimeProvider).ConfigureAwait(false)
                ? Answer.Held
                : Answer.Refused;
        }
        catch (Exception exception) when (IsOfStore(exception))
        {
            return Answer.Unknown;
        }
    }

    // One whose lease has expired asks all the same: it may still be free.
    private TimeSpan Clamp(TimeSpan left) =>
        left > TimeSpan.Zero && left < Settings.TimeoutSettings.OperationTimeout ? left : Settings.TimeoutSettings.OperationTimeout;

    private bool IsHeldFor(TimeSpan time) => _heldSince is { } since && _setup.TimeProvider.GetElapsedTime(since) + time < TimeToLive;

    /// <returns>Callback for the loss of the lease; null when it was not held.</returns>
    private Action<Exception>? End()
    {
        lock (_lock)
        {
            Action<Exception>? lost = _heldSince is null ? null : _lost;
            _heldSince = null;
            _renewal?.Dispose();
            _renewal = null;
            return lost;
        }
    }
}

/// <summary>The collaborators of a <see cref="StoreLease"/> in its actor system.</summary>
public sealed class StoreLeaseSetup(ILeaseStore store, TimeProvider timeProvider) : Setup
{
    /// <summary>The store of the lease.</summary>
    public ILeaseStore Store => store;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider => timeProvider;
}
