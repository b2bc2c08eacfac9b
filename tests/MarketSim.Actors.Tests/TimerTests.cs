namespace MarketSim.Actors.Tests;

public sealed class TimerTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly VirtualTimeProvider _clock = new();
    private readonly ActorSystem _system;
    private readonly TestProbe _probe;

    public TimerTests()
    {
        _system = Systems.CallingThread(_clock);
        _probe = new TestProbe(_system);
    }

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public void Single_timer_fires_once_at_its_time()
    {
        ActorRef actor = CreateActor();
        Do(actor, self => self.Context.Timers.StartSingle("key", "fired", 3 * Second));

        _clock.Advance((3 * Second) - TimeSpan.FromTicks(1));
        _probe.ExpectNoMessage();
        _clock.Advance(TimeSpan.FromTicks(1));
        _clock.Advance(10 * Second);

        _probe.ExpectMessages("fired at 3");
        _probe.ExpectNoMessage();
        Do(actor, self => Assert.False(self.Context.Timers.IsActive("key")));
    }

    [Fact]
    public void Periodic_timer_fires_at_a_fixed_rate_until_it_is_cancelled()
    {
        ActorRef actor = CreateActor();
        Do(actor, self => self.Context.Timers.StartPeriodic("key", "fired", Second, 2 * Second));

        _clock.Advance(5 * Second);
        Do(actor, self =>
        {
            Assert.True(self.Context.Timers.IsActive("key"));
            self.Context.Timers.Cancel("key");
        });
        _clock.Advance(5 * Second);

        _probe.ExpectMessages("fired at 1", "fired at 3", "fired at 5");
        _probe.ExpectNoMessage();
    }

    [Fact]
    public void Timer_of_the_same_key_replaces_the_earlier_one()
    {
        ActorRef actor = CreateActor();
        Do(actor, self =>
        {
            self.Context.Timers.StartSingle("key", "earlier", Second);
            self.Context.Timers.StartSingle("other", "other", Second);
            self.Context.Timers.StartSingle("key", "later", 2 * Second);
        });

        _clock.Advance(3 * Second);

        _probe.ExpectMessages("other at 1", "later at 2");
        _probe.ExpectNoMessage();
    }

    [Fact]
    public void Cancelled_timer_does_not_arrive_although_it_has_fired()
    {
        ActorRef actor = CreateActor();

        // The clock moves inside the handler, so that the timer's message waits while its timer is cancelled or replaced.
        Do(actor, self =>
        {
            self.Context.Timers.StartSingle("cancelled", "cancelled", Second);
            self.Context.Timers.StartSingle("replaced", "replaced", Second);
            _clock.Advance(Second);
            self.Context.Timers.Cancel("cancelled");
            self.Context.Timers.StartSingle("replaced", "new", Second);
        });
        _clock.Advance(Second);

        _probe.ExpectMessages("new at 2");
        _probe.ExpectNoMessage();
    }

    [Fact]
    public void Timers_end_with_their_actor()
    {
        _system.EventStream.Subscribe<DeadLetter>(_probe.Ref);
        ActorRef actor = CreateActor();
        Do(actor, self => self.Context.Timers.StartPeriodic("key", "fired", Second));

        actor.Tell(PoisonPill.Instance);
        _clock.Advance(5 * Second);

        _probe.ExpectNoMessage();
        Assert.False(_clock.AdvanceToNextTimer());
    }

    [Fact]
    public void Receive_timeout_comes_after_silence_and_again()
    {
        ActorRef actor = CreateActor();
        Do(actor, self => self.Context.SetReceiveTimeout(2 * Second));

        _clock.Advance(Second);
        actor.Tell("busy");
        _clock.Advance(Second);
        actor.Tell(new Unimportant());
        _clock.Advance(3 * Second);

        _probe.ExpectMessages("busy at 1", "unimportant at 2", "ReceiveTimeout at 3", "ReceiveTimeout at 5");
        _probe.ExpectNoMessage();
    }

    [Fact]
    public void Receive_timeout_is_turned_off_by_null()
    {
        ActorRef actor = CreateActor();
        Do(actor, self => self.Context.SetReceiveTimeout(Second));
        _clock.Advance(Second);
        Do(actor, self => self.Context.SetReceiveTimeout(null));
        _clock.Advance(9 * Second);

        _probe.ExpectMessages("ReceiveTimeout at 1");
        _probe.ExpectNoMessage();
    }

    [Fact]
    public void Impossible_times_are_refused_by_name()
    {
        Do(CreateActor(), self =>
        {
            ActorTimers timers = self.Context.Timers;
            Assert.Equal("delay", Assert.Throws<ArgumentOutOfRangeException>(() => timers.StartSingle("k", "m", -Second)).ParamName);
            Assert.Equal("interval", Assert.Throws<ArgumentOutOfRangeException>(() => timers.StartPeriodic("k", "m", TimeSpan.Zero)).ParamName);
            Assert.Equal("timeout", Assert.Throws<ArgumentOutOfRangeException>(() => self.Context.SetReceiveTimeout(TimeSpan.Zero)).ParamName);
        });
    }

    private ActorRef CreateActor() => _system.ActorOf(TestActor.Props((message, self) =>
    {
        switch (message)
        {
            case Action<TestActor> action:
                action(self);
                break;
            case ReceiveTimeout:
                _probe.Ref.Tell($"ReceiveTimeout at {_clock.Elapsed.TotalSeconds}");
                break;
            default:
                _probe.Ref.Tell($"{message} at {_clock.Elapsed.TotalSeconds}");
                break;
        }
    }).WithSupervision(SupervisorStrategy.Stopping));

    private void Do(ActorRef actor, Action<TestActor> action)
    {
        Exception? failure = null;
        actor.Tell((Action<TestActor>)(self => failure = Record.Exception(() => action(self))));
        Assert.Null(failure);
    }

    private sealed class Unimportant : INotInfluenceReceiveTimeout
    {
        public override string ToString() => "unimportant";
    }
}
