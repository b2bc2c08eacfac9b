using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Coordination;
using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Membership;

/// <summary>
/// A lease of Akka's coordination module that is a row of the checkpoint store: of two halves of a cluster that do not see each other, the one that holds it
/// goes on. It expires by the store's clock, and is extended for as long as its owner lives.
/// </summary>
public sealed class StoreLease : Lease
{
    private readonly StoreLeaseSetup _setup;
    private readonly Lock _lock = new();
    private Action<Exception>? _lost;
    private ITimer? _renewal;
    private bool _isHeld;

    /// <summary>Made by Akka, by this constructor.</summary>
    /// <exception cref="InvalidOperationException">The system has no <see cref="StoreLeaseSetup"/>.</exception>
    public StoreLease(LeaseSettings settings, ExtendedActorSystem system)
        : base(settings)
    {
        ArgumentNullException.ThrowIfNull(system);
        _setup = system.Settings.Setup.Get<StoreLeaseSetup>().HasValue
            ? system.Settings.Setup.Get<StoreLeaseSetup>().Value
            : throw new InvalidOperationException($"The actor system has no {nameof(StoreLeaseSetup)}, which {nameof(StoreLease)} needs.");
    }

    public override Task<bool> Acquire() => Acquire(static _ => { });

    /// <summary>A store that does not answer in time gives nobody the lease.</summary>
    public override async Task<bool> Acquire(Action<Exception> leaseLostCallback)
    {
        bool isAcquired = await TryAsync().ConfigureAwait(false);
        lock (_lock)
        {
            _lost = leaseLostCallback;
            _isHeld = isAcquired;
            TimeSpan interval = Settings.TimeoutSettings.HeartbeatInterval;
            _renewal ??= isAcquired ? _setup.TimeProvider.CreateTimer(_ => _ = RenewAsync(), state: null, interval, interval) : null;
        }

        return isAcquired;
    }

    public override bool CheckLease()
    {
        lock (_lock)
        {
            return _isHeld;
        }
    }

    public override async Task<bool> Release()
    {
        End();
        try
        {
            await _setup.Store.ReleaseLeaseAsync(Settings.LeaseName, Settings.OwnerName).WaitAsync(Settings.TimeoutSettings.OperationTimeout, _setup.TimeProvider).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is StoreUnavailableException or TimeoutException)
        {
            // It expires by itself.
            return false;
        }
    }

    private async Task RenewAsync()
    {
        if (CheckLease() && !await TryAsync().ConfigureAwait(false) && End() is { } lost)
        {
            lost(new TimeoutException($"The lease {Settings.LeaseName} of {Settings.OwnerName} could not be extended."));
        }
    }

    private async Task<bool> TryAsync()
    {
        try
        {
            return await _setup.Store.TryAcquireLeaseAsync(Settings.LeaseName, Settings.OwnerName, Settings.TimeoutSettings.HeartbeatTimeout)
                .WaitAsync(Settings.TimeoutSettings.OperationTimeout, _setup.TimeProvider).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or TimeoutException)
        {
            return false;
        }
    }

    private Action<Exception>? End()
    {
        lock (_lock)
        {
            Action<Exception>? lost = _isHeld ? _lost : null;
            _isHeld = false;
            _renewal?.Dispose();
            _renewal = null;
            return lost;
        }
    }
}

/// <summary>What a <see cref="StoreLease"/> needs of its actor system.</summary>
public sealed class StoreLeaseSetup(ILeaseStore store, TimeProvider timeProvider) : Setup
{
    public ILeaseStore Store => store;

    public TimeProvider TimeProvider => timeProvider;
}
