using Akka.Actor;
using MarketSim.Simulation.Hosting;
using MarketSim.TestKit.Actors;

namespace MarketSim.Simulation.Tests.Actors;

/// <summary>What MarketSim relies on in Akka's supervision.</summary>
public sealed class SupervisionContractTests
{
    private const string Fail = "fail";

    private readonly List<string> _life = [];
    private readonly List<object> _received = [];

    [Fact]
    public void Restart_keeps_the_mailbox_and_drops_the_message_that_failed()
    {
        using SeededSystem system = Create();
        IActorRef parent = system.Start(Parent(static _ => Directive.Restart, "child"));

        // All three wait in the mailbox before the first is handled.
        Send(parent, "child", "before", Fail, "after");
        system.Executor.RunUntilIdle();

        Assert.Equal(["before", "after"], _received);
        Assert.Equal(["child starts", "child fails at fail", "child stops", "child restarts", "child starts"], _life);
    }

    [Fact]
    public void Restart_makes_a_new_instance_behind_the_same_reference()
    {
        using SeededSystem system = Create();
        int instances = 0;
        IActorRef child = null!;
        Props props = ActorFactory.Of(() => new Counted(() => ++instances));
        IActorRef parent = system.Start(ActorFactory.Of(() => new Supervisor(_ => Directive.Restart, context => child = context.ActorOf(props, "child"))));
        IActorRef before = child;

        system.Tell(child, Fail);

        Assert.Equal(2, instances);
        Assert.Same(before, child);
        Assert.Equal(parent.Path, child.Path.Parent);
    }

    [Fact]
    public void One_for_one_stops_the_child_that_failed_and_no_other()
    {
        using SeededSystem system = Create();
        IActorRef parent = system.Start(Parent(static _ => Directive.Stop, "first", "second"));

        Send(parent, "first", Fail);
        system.Executor.RunUntilIdle();
        Send(parent, "first", "lost");
        Send(parent, "second", "kept");
        system.Executor.RunUntilIdle();

        Assert.Equal("first stops", Assert.Single(_life, static happening => happening.EndsWith("stops", StringComparison.Ordinal)));
        Assert.Equal(["kept"], _received);
    }

    [Fact]
    public void Escalated_failure_reaches_the_supervisor_above_with_its_cause()
    {
        using SeededSystem system = Create();
        Exception? decided = null;
        Props parent = Parent(static _ => Directive.Escalate, "child");
        IActorRef middle = null!;
        system.Start(ActorFactory.Of(() => new Supervisor(
            exception =>
            {
                decided = exception;
                return Directive.Stop;
            },
            context => middle = context.ActorOf(parent, "middle"))));

        Send(middle, "child", Fail);
        system.Executor.RunUntilIdle();

        Assert.Equal(Fail, Assert.IsType<InvalidOperationException>(decided).Message);
        Assert.Equal(["child starts", "child stops", "parent stops"], _life);
    }

    [Fact]
    public void Restart_cancels_the_timers_of_the_instance_that_failed()
    {
        using SeededSystem system = Create(out VirtualTimeProvider time);
        Props child = ProbedActor.Of((self, message) =>
        {
            switch (message)
            {
                case "start":
                    self.Timers.StartPeriodicTimer("tick", "tick", TimeSpan.FromSeconds(1));
                    break;
                case Fail:
                    throw new InvalidOperationException(Fail);
                default:
                    _received.Add(message);
                    break;
            }
        });
        IActorRef actor = null!;
        system.Start(ActorFactory.Of(() => new Supervisor(static _ => Directive.Restart, context => actor = context.ActorOf(child, "child"))));
        system.Tell(actor, "start");
        time.Advance(TimeSpan.FromSeconds(3));
        system.Executor.RunUntilIdle();

        system.Tell(actor, Fail);
        time.Advance(TimeSpan.FromSeconds(10));
        system.Executor.RunUntilIdle();

        Assert.Equal(["tick", "tick", "tick"], _received);
        Assert.Equal(0, system.Timers);
    }

    [Fact]
    public void Children_stop_before_their_parent_has_stopped()
    {
        using SeededSystem system = Create();
        IActorRef parent = system.Start(Parent(static _ => Directive.Stop, "a", "b", "c"));

        system.System.Stop(parent);
        system.Executor.RunUntilIdle();

        Assert.Equal(["a stops", "b stops", "c stops"], _life.Skip(3).Take(3).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal("parent stops", _life[^1]);
        Assert.Equal(7, _life.Count);
    }

    [Fact]
    public void Watcher_is_told_once_of_an_actor_that_stopped_and_of_one_that_had_stopped_before()
    {
        using SeededSystem system = Create();
        var ends = new List<IActorRef>();
        IActorRef watched = system.Start(ProbedActor.Of(static (_, _) => { }), "watched");
        IActorRef watcher = system.Start(ProbedActor.Of((self, message) =>
        {
            if (message is Terminated terminated)
            {
                ends.Add(terminated.ActorRef);
            }
            else
            {
                self.Cell.Watch((IActorRef)message);
            }
        }));
        system.Tell(watcher, watched);

        system.System.Stop(watched);
        system.Executor.RunUntilIdle();
        Assert.Equal([watched], ends);

        system.Tell(watcher, watched);
        Assert.Equal([watched, watched], ends);
    }

    [Fact]
    public void Watcher_hears_a_stop_only_after_what_the_actor_sent_before()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            using var system = new SeededSystem("watch", seed, new VirtualTimeProvider());
            var notes = new List<object>();
            IActorRef watched = system.Start(ProbedActor.Of(static (self, message) =>
            {
                self.From.Tell($"answer to {message}");
                self.Cell.Stop(self.Cell.Self);
            }));
            IActorRef watcher = system.Start(ProbedActor.Of((self, message) =>
            {
                if (message is "begin")
                {
                    self.Cell.Watch(watched);
                    watched.Tell("question");
                }
                else
                {
                    notes.Add(message is Terminated ? "end" : message);
                }
            }));

            system.Tell(watcher, "begin");

            Assert.Equal(["answer to question", "end"], notes);
        }
    }

    private static void Send(IActorRef parent, string child, params ReadOnlySpan<object> messages)
    {
        foreach (object message in messages)
        {
            parent.Tell((child, message), ActorRefs.NoSender);
        }
    }

    private static SeededSystem Create() => Create(out _);

    private static SeededSystem Create(out VirtualTimeProvider time)
    {
        time = new VirtualTimeProvider();
        return new SeededSystem("supervision", seed: 1, time);
    }

    private Props Parent(Func<Exception, Directive> decider, params string[] children) => ActorFactory.Of(() => new Supervisor(
        decider,
        context =>
        {
            foreach (string name in children)
            {
                context.ActorOf(ProbedActor.Of((_, message) => OnMessage(message), happening => _life.Add($"{name} {happening}")), name);
            }
        },
        () => _life.Add("parent stops")));

    private void OnMessage(object message)
    {
        if (message is Fail)
        {
            throw new InvalidOperationException(Fail);
        }

        _received.Add(message);
    }

    /// <summary>Passes messages on to children, and decides by what it is given.</summary>
    private sealed class Supervisor(Func<Exception, Directive> decider, Action<IActorContext> start, Action? stopped = null) : UntypedActor
    {
        protected override void PreStart() => start(Context);

        protected override void PostStop() => stopped?.Invoke();

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(decider);

        protected override void OnReceive(object message)
        {
            (string child, object inner) = ((string, object))message;
            Context.Child(child).Tell(inner);
        }
    }

    private sealed class Counted : UntypedActor
    {
        public Counted(Action created) => created();

        protected override void OnReceive(object message) => throw new InvalidOperationException(Fail);
    }
}
