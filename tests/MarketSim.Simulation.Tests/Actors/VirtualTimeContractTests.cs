using Akka.Actor;
using MarketSim.TestKit.Actors;

namespace MarketSim.Simulation.Tests.Actors;

/// <summary>Timers of actors on a clock that a test moves.</summary>
public sealed class VirtualTimeContractTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly List<object> _notes = [];
    private readonly VirtualTimeProvider _time;
    private readonly SeededSystem _system;

    public VirtualTimeContractTests()
    {
        _time = new VirtualTimeProvider(() => _system!.Executor.RunUntilIdle());
        _system = new SeededSystem("time", seed: 1, _time);
    }

    private IScheduler Scheduler => _system.System.Scheduler;

    [Fact]
    public void Messages_come_when_they_are_due_and_those_due_together_as_they_were_scheduled()
    {
        IActorRef actor = Noting();
        Scheduler.ScheduleTellOnce(2 * Second, actor, "c", ActorRefs.NoSender);
        Scheduler.ScheduleTellOnce(Second, actor, "a", ActorRefs.NoSender);
        Scheduler.ScheduleTellOnce(Second, actor, "b", ActorRefs.NoSender);
        Scheduler.ScheduleTellRepeatedly(2 * Second, Second, actor, "d", ActorRefs.NoSender);

        Assert.Empty(_notes);
        _time.Advance(Second);
        Assert.Equal(["a", "b"], _notes);
        _time.Advance(2 * Second);
        Assert.Equal(["a", "b", "c", "d", "d"], _notes);
    }

    [Fact]
    public void Cancelled_message_does_not_come_and_does_not_move_the_clock()
    {
        IActorRef actor = Noting();
        ICancelable once = Scheduler.ScheduleTellOnceCancelable(Second, actor, "once", ActorRefs.NoSender);
        ICancelable repeated = Scheduler.ScheduleTellRepeatedlyCancelable(Second, Second, actor, "repeated", ActorRefs.NoSender);
        Scheduler.ScheduleTellOnce(5 * Second, actor, "last", ActorRefs.NoSender);

        once.Cancel();
        _time.Advance(2 * Second);
        repeated.Cancel();
        Assert.True(_time.AdvanceToNextTimer());

        Assert.Equal(["repeated", "repeated", "last"], _notes);
        Assert.Equal(5 * Second, _time.Elapsed);
        Assert.Equal(0, _system.Timers);
        Assert.False(_time.AdvanceToNextTimer());
    }

    [Fact]
    public void Timer_of_an_actor_that_is_started_again_replaces_the_one_before_even_when_that_waits_in_the_mailbox()
    {
        using var paused = new SeededSystem("paused", seed: 1, _time);
        IActorRef actor = paused.Start(ProbedActor.Of((self, message) =>
        {
            _notes.Add(message);
            if (message is "first" or "again")
            {
                self.Timers.StartSingleTimer("key", $"due of {message}", Second);
            }
        }));
        paused.Tell(actor, "first");

        // The first timer's message lies behind the one that starts the timer again.
        actor.Tell("again", ActorRefs.NoSender);
        _time.Advance(Second);
        paused.Executor.RunUntilIdle();
        _time.Advance(Second);
        paused.Executor.RunUntilIdle();

        Assert.Equal(["first", "again", "due of again"], _notes);
    }

    [Fact]
    public void Receive_timeout_comes_after_silence_alone()
    {
        IActorRef actor = _system.Start(ProbedActor.Of((self, message) =>
        {
            _notes.Add(message is ReceiveTimeout ? _time.Elapsed : message);
            self.Cell.SetReceiveTimeout(message is ReceiveTimeout ? null : 3 * Second);
        }));
        _system.Tell(actor, "a");
        _time.Advance(2 * Second);
        _system.Tell(actor, "b");

        _time.Advance(20 * Second);

        Assert.Equal(["a", "b", 5 * Second], _notes);
        Assert.Equal(0, _system.Timers);
    }

    [Fact]
    public void Clock_of_the_scheduler_is_the_one_that_the_test_moves()
    {
        DateTimeOffset before = Scheduler.Now;
        TimeSpan monotonicBefore = Scheduler.MonotonicClock;

        _time.Advance(90 * Second);

        Assert.Equal(90 * Second, Scheduler.Now - before);
        Assert.Equal(90 * Second, Scheduler.MonotonicClock - monotonicBefore);
    }

    [Fact]
    public void Actor_that_stops_takes_its_timers_with_it()
    {
        IActorRef actor = _system.Start(ProbedActor.Of((self, message) =>
        {
            _notes.Add(message);
            self.Timers.StartPeriodicTimer("key", "tick", Second);
        }));
        _system.Tell(actor, "begin");

        _system.System.Stop(actor);
        _system.Executor.RunUntilIdle();

        Assert.Equal(0, _system.Timers);
        Assert.False(_time.AdvanceToNextTimer());
        Assert.Equal(["begin"], _notes);
    }

    public void Dispose() => _system.Dispose();

    private IActorRef Noting() => _system.Start(ProbedActor.Noting(_notes));
}
