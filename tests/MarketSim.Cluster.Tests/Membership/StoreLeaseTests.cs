using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Coordination;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Store.Memory;

namespace MarketSim.Cluster.Tests.Membership;

/// <summary>The lease as Akka makes and uses it, over a store in virtual time: extended every 2 s, for 8 s each time; 3 s are the store's to answer in.</summary>
public sealed class StoreLeaseTests : IAsyncLifetime
{
    private readonly VirtualTimeProvider _time = new();
    private readonly UnreliableLeases _store;
    private readonly BlockingCollection<Exception> _lost = [];
    private ActorSystem _system = null!;

    public StoreLeaseTests() => _store = new UnreliableLeases(new InMemoryClusterStore(_time));

    public Task InitializeAsync()
    {
        _system = NewSystem();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task Lease_of_two_owners_goes_to_the_first_until_it_is_released()
    {
        Lease first = LeaseOf("owner-1");
        Lease second = LeaseOf("owner-2");

        Assert.True(await first.Acquire());
        Assert.False(await second.Acquire());
        Assert.Equal((true, false), (first.CheckLease(), second.CheckLease()));

        Assert.True(await first.Release());
        Assert.False(first.CheckLease());
        Assert.True(await second.Acquire());
    }

    [Fact]
    public async Task Lease_is_extended_for_as_long_as_its_owner_lives()
    {
        Lease first = LeaseOf("owner-1");
        Assert.True(await first.Acquire(_lost.Add));

        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.True(first.CheckLease());
        Assert.False(await LeaseOf("owner-2").Acquire());
        Assert.Empty(_lost);
    }

    [Fact]
    public async Task Lease_of_an_actor_system_that_has_ended_expires()
    {
        ActorSystem other = NewSystem();
        Assert.True(await LeaseOf("owner-1", other).Acquire());
        await other.Terminate();

        _time.Advance(TimeSpan.FromSeconds(7.9));
        Assert.False(await LeaseOf("owner-2").Acquire());
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.True(await LeaseOf("owner-2").Acquire());
    }

    [Fact]
    public async Task Owner_that_was_stopped_for_longer_than_the_lease_does_not_believe_that_it_has_it()
    {
        var stopped = new StoppedTime(_time);
        ActorSystem frozen = NewSystem(stopped);
        Lease first = LeaseOf("owner-1", frozen);
        Assert.True(await first.Acquire(_lost.Add));
        stopped.IsStopped = true;
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.True(await LeaseOf("owner-2").Acquire());

        // It runs again, and none of its timers has had its turn yet.
        Assert.False(first.CheckLease());
        stopped.IsStopped = false;
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Contains("was taken by another owner", Lost().Message);
        Assert.False(await first.Acquire());
        await frozen.Terminate();
    }

    [Fact]
    public async Task Store_that_is_away_for_a_moment_loses_no_lease()
    {
        Lease first = LeaseOf("owner-1");
        Assert.True(await first.Acquire(_lost.Add));

        _store.Mode = UnreliableLeases.Manner.Away;
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(first.CheckLease());
        _store.Mode = UnreliableLeases.Manner.Sound;
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.True(first.CheckLease());
        Assert.Empty(_lost);
    }

    [Theory]
    [InlineData(UnreliableLeases.Manner.Away)]
    [InlineData(UnreliableLeases.Manner.Refusing)]
    [InlineData(UnreliableLeases.Manner.Silent)]
    public async Task Store_that_stays_away_loses_the_lease_before_another_can_have_it(UnreliableLeases.Manner manner)
    {
        Lease first = LeaseOf("owner-1");
        Assert.True(await first.Acquire(_lost.Add));
        _store.Mode = manner;
        _time.Advance(TimeSpan.FromSeconds(8));

        Assert.Contains("could not be extended", Lost().Message);
        Assert.False(first.CheckLease());
        _store.Mode = UnreliableLeases.Manner.Sound;
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(_lost);
        Assert.True(await LeaseOf("owner-2").Acquire());
    }

    [Theory]
    [InlineData(UnreliableLeases.Manner.Away)]
    [InlineData(UnreliableLeases.Manner.Refusing)]
    public async Task Store_that_is_away_gives_nobody_the_lease(UnreliableLeases.Manner manner)
    {
        _store.Mode = manner;

        Assert.False(await LeaseOf("owner-1").Acquire());
        Assert.False(await LeaseOf("owner-1").Release());
    }

    [Fact]
    public async Task Store_that_does_not_answer_gives_nobody_the_lease_once_the_time_is_over()
    {
        _store.Mode = UnreliableLeases.Manner.Silent;

        Task<bool> acquire = LeaseOf("owner-1").Acquire();
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(acquire.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.False(await acquire.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Released_lease_is_not_lost()
    {
        Lease first = LeaseOf("owner-1");
        Assert.True(await first.Acquire(_lost.Add));
        await first.Release();

        Assert.True(await LeaseOf("owner-2").Acquire());
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(_lost);
        Assert.False(first.CheckLease());
    }

    [Fact]
    public async Task Actor_system_without_a_store_is_an_error_of_its_maker()
    {
        using ActorSystem bare = ActorSystem.Create("bare", Configuration);

        Exception error = Assert.ThrowsAny<Exception>(() => LeaseOf("owner-1", bare));

        Assert.Contains(nameof(StoreLeaseSetup), error.ToString());
        await bare.Terminate();
    }

    private static Config Configuration => ConfigurationFactory.ParseString(
        $$"""
        split-lease {
          lease-class = "{{typeof(StoreLease).AssemblyQualifiedName}}"
          heartbeat-interval = 2s
          heartbeat-timeout = 8s
          lease-operation-timeout = 3s
        }
        """);

    // After a wait that timed out, the callback comes from a thread of the pool.
    private LeaseException Lost()
    {
        Assert.True(_lost.TryTake(out Exception? lost, TimeSpan.FromSeconds(30)));
        return Assert.IsType<LeaseException>(lost);
    }

    private ActorSystem NewSystem(TimeProvider? time = null) => ActorSystem.Create(
        "test", ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(Configuration), new StoreLeaseSetup(_store, time ?? _time)));

    private Lease LeaseOf(string owner, ActorSystem? system = null) => LeaseProvider.Get(system ?? _system).GetLease("majority", "split-lease", owner);

    /// <summary>Leases of a store that can be away.</summary>
    public sealed class UnreliableLeases(ILeaseStore leases) : ILeaseStore
    {
        public enum Manner
        {
            Sound,
            Away,
            Refusing,
            Silent,
        }

        public Manner Mode { get; set; }

        public Task<bool> TryAcquireLeaseAsync(string name, string owner, TimeSpan timeToLive) => DoAsync(() => leases.TryAcquireLeaseAsync(name, owner, timeToLive));

        public Task ReleaseLeaseAsync(string name, string owner) => DoAsync(async () =>
        {
            await leases.ReleaseLeaseAsync(name, owner);
            return true;
        });

        public Task<string?> ReadLeaseAsync(string name) => leases.ReadLeaseAsync(name);

        private Task<bool> DoAsync(Func<Task<bool>> call) => Mode switch
        {
            Manner.Away => Task.FromException<bool>(new StoreUnavailableException("The store is away.")),
            Manner.Refusing => Task.FromException<bool>(new StoreRefusedException("The store refuses.")),
            Manner.Silent => new TaskCompletionSource<bool>().Task,
            _ => call(),
        };
    }

    /// <summary>The time of a process that can be stopped: its timers have no turn while it is, and the clock continues.</summary>
    private sealed class StoppedTime(TimeProvider time) : TimeProvider
    {
        public bool IsStopped { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(
            given =>
            {
                if (!IsStopped)
                {
                    callback(given);
                }
            },
            state,
            dueTime,
            period);
    }
}
