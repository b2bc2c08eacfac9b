namespace MarketSim.Actors.Tests;

/// <summary>A supervisor with two children, one of which fails.</summary>
public sealed class SupervisionTests : IAsyncDisposable
{
    private readonly ActorSystem _system = Systems.CallingThread();
    private readonly TestProbe _probe;
    private readonly TestProbe _events;

    public SupervisionTests()
    {
        _probe = new TestProbe(_system);
        _events = new TestProbe(_system);
        _system.EventStream.Subscribe<ActorFailed>(_events.Ref);
    }

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Resume_keeps_the_state_of_the_failed_child_and_of_its_sibling(bool allForOne)
    {
        (ActorRef first, ActorRef second) = CreateFamily(Strategy(Directive.Resume, allForOne));

        Tell(first, "add", "fail", "add", "fail", "count");
        Tell(second, "add", "count");

        _probe.ExpectMessages("first started", "second started", "first counts 2", "second counts 1");
        Assert.Equal(Directive.Resume, _events.ExpectMessage<ActorFailed>().Decision);
        Assert.Equal(Directive.Resume, _events.ExpectMessage<ActorFailed>().Decision);
        _events.ExpectNoMessage();
    }

    [Fact]
    public void Restart_one_for_one_replaces_only_the_failed_child()
    {
        (ActorRef first, ActorRef second) = CreateFamily(Strategy(Directive.Restart, allForOne: false));

        Tell(first, "add");
        Tell(second, "add");
        Tell(first, "fail", "count");
        Tell(second, "count");

        _probe.ExpectMessages(
            "first started", "second started", "first restarts because of 'asked to' at fail", "first stopped", "first started",
            "first counts 0", "second counts 1");
        ActorFailed failed = _events.ExpectMessage<ActorFailed>();
        Assert.Same(first, failed.Actor);
        Assert.Equal("asked to", failed.Cause.Message);
    }

    [Fact]
    public void Restart_all_for_one_replaces_every_child()
    {
        (ActorRef first, ActorRef second) = CreateFamily(Strategy(Directive.Restart, allForOne: true));

        Tell(first, "add");
        Tell(second, "add");
        Tell(first, "fail", "count");
        Tell(second, "count");

        _probe.ExpectMessages("first started", "second started");
        _probe.ExpectMessagesInAnyOrder(
            "first restarts because of 'asked to' at fail", "first stopped", "first started",
            "second restarts because of 'asked to' at ", "second stopped", "second started");
        _probe.ExpectMessages("first counts 0", "second counts 0");
    }

    [Fact]
    public void Stop_one_for_one_ends_only_the_failed_child()
    {
        (ActorRef first, ActorRef second) = CreateFamily(Strategy(Directive.Stop, allForOne: false));
        _probe.Watch(first);

        Tell(first, "fail", "count");
        Tell(second, "count");

        _probe.ExpectMessages("first started", "second started", "first stopped");
        _probe.ExpectTerminated(first);
        _probe.ExpectMessages("second counts 0");
    }

    [Fact]
    public void Stop_all_for_one_ends_every_child()
    {
        (ActorRef first, ActorRef second) = CreateFamily(Strategy(Directive.Stop, allForOne: true));

        Tell(first, "fail");
        Tell(second, "count");

        _probe.ExpectMessages("first started", "second started");
        _probe.ExpectMessagesInAnyOrder("first stopped", "second stopped");
        _probe.ExpectNoMessage();
    }

    [Theory]
    [InlineData(Directive.Resume, "first counts 1", "second counts 1")]
    [InlineData(Directive.Stop, null, null)]
    public void Escalate_leaves_the_decision_to_the_grandparent(Directive grandparents, string? ofFirst, string? ofSecond)
    {
        (ActorRef first, ActorRef second) = CreateFamily(Strategy(Directive.Escalate, allForOne: false), Strategy(grandparents, allForOne: false));
        Tell(first, "add");
        Tell(second, "add");

        Tell(first, "fail", "count");
        Tell(second, "count");

        _probe.ExpectMessages("first started", "second started");
        _probe.ExpectMessagesInAnyOrder(ofFirst ?? "first stopped", ofSecond ?? "second stopped");
        _probe.ExpectNoMessage();
        Assert.Equal(Directive.Escalate, _events.ExpectMessage<ActorFailed>().Decision);
        ActorFailed passedOn = _events.ExpectMessage<ActorFailed>();
        Assert.Equal(grandparents, passedOn.Decision);
        Assert.Equal("parent", passedOn.Actor.Path.Name);
        Assert.Equal("asked to", passedOn.Cause.Message);
    }

    [Fact]
    public void Escalated_failure_that_restarts_the_parent_replaces_its_children()
    {
        (ActorRef first, _) = CreateFamily(Strategy(Directive.Escalate, allForOne: false), Strategy(Directive.Restart, allForOne: false));

        Tell(first, "fail", "count");

        _probe.ExpectMessages("first started", "second started");
        _probe.ExpectMessagesInAnyOrder("first stopped", "second stopped");
        _probe.ExpectMessages("first started", "second started");
        _probe.ExpectNoMessage();
    }

    [Fact]
    public async Task Escalation_beyond_the_top_ends_the_system_with_the_cause()
    {
        await using ActorSystem system = new("strict", new ActorSystemOptions
        {
            TimeProvider = new VirtualTimeProvider(),
            DefaultDispatcher = new CallingThreadDispatcher(),
            GuardianStrategy = Strategy(Directive.Escalate, allForOne: false),
        });
        system.ActorOf(Props.Create(() => new TestActor { OnPostStop = _ => _probe.Ref.Tell("innocent stopped") }));

        system.ActorOf(TestActor.Props((_, _) => throw new InvalidDataException("nobody handles this"))).Tell("go");

        _probe.ExpectMessages("innocent stopped");
        Exception cause = await Assert.ThrowsAsync<InvalidDataException>(() => system.WhenTerminated);
        Assert.Equal("nobody handles this", cause.Message);
        Assert.Throws<InvalidOperationException>(() => system.ActorOf(TestActor.Props()));
    }

    [Fact]
    public void Default_decision_restarts_but_stops_what_cannot_start_or_was_killed()
    {
        Assert.Equal(Directive.Restart, SupervisorStrategy.DefaultDecider(new InvalidOperationException()));
        ActorRef stillborn = _system.ActorOf(Props.Create(() => throw new InvalidOperationException("no actor today")));
        ActorRef killed = _system.ActorOf(TestActor.Props());
        _probe.Watch(stillborn);
        _probe.Watch(killed);
        killed.Tell(Kill.Instance);

        _probe.ExpectTerminated(stillborn);
        _probe.ExpectTerminated(killed);
        ActorFailed first = _events.ExpectMessage<ActorFailed>();
        Assert.Equal(Directive.Stop, first.Decision);
        Assert.Equal("no actor today", Assert.IsType<ActorInitializationException>(first.Cause).InnerException!.Message);
        Assert.IsType<ActorKilledException>(_events.ExpectMessage<ActorFailed>().Cause);
    }

    [Fact]
    public void Factory_that_returns_the_same_instance_twice_is_refused()
    {
        Actor? only = null;
        Props props = Props.Create(() => only ??= new TestActor((_, _) => throw new InvalidOperationException("asked to")));
        ActorRef actor = _system.ActorOf(props);
        ActorRef other = _system.ActorOf(props);

        _probe.Watch(other);

        _probe.ExpectTerminated(other);
        Assert.Contains("must return a new actor", _events.ExpectMessage<ActorFailed>().Cause.Message, StringComparison.Ordinal);
        actor.Tell("go");
        Assert.Equal("asked to", _events.ExpectMessage<ActorFailed>().Cause.Message);
    }

    [Fact]
    public void Child_that_cannot_start_is_made_again_when_the_decision_is_restart()
    {
        int attempts = 0;
        Props unlucky = Props.Create(() => ++attempts < 3 ? throw new IOException("busy") : new TestActor((message, self) => self.Sender.Tell(message)));
        ActorRef parent = _system.ActorOf(TestActor.Props((message, self) => self.Context.ActorOf(unlucky).Forward(message))
            .WithSupervision(Strategy(Directive.Restart, allForOne: false)));

        _probe.Send(parent, "hello");

        _probe.ExpectMessages("hello");
        Assert.Equal(3, attempts);
    }

    [Fact]
    public void Strategy_of_the_actor_itself_holds_when_the_props_name_none()
    {
        ActorRef parent = _system.ActorOf(Props.Create(() => new StoppingParent(_probe.Ref)));

        parent.Tell("fail");

        _probe.ExpectMessage<Terminated>();
        Assert.Equal(Directive.Stop, _events.ExpectMessage<ActorFailed>().Decision);
    }

    [Fact]
    public void Fatal_exception_ends_the_system_and_not_only_the_actor()
    {
        ActorRef innocent = _system.ActorOf(TestActor.Props());
#pragma warning disable MA0012 // The runtime's own exception is what this is about.
        ActorRef actor = _system.ActorOf(TestActor.Props((_, _) => throw new InsufficientMemoryException("no more")));
#pragma warning restore MA0012
        _probe.Watch(innocent);

        actor.Tell("go");

        Assert.True(_system.WhenTerminated.IsFaulted);
        Assert.IsType<InsufficientMemoryException>(_system.WhenTerminated.Exception!.InnerException);
        _events.ExpectNoMessage();
    }

    private static SupervisorStrategy Strategy(Directive directive, bool allForOne) =>
        allForOne ? new AllForOneStrategy(_ => directive) : new OneForOneStrategy(_ => directive);

    private void Tell(ActorRef actor, params string[] messages)
    {
        foreach (string message in messages)
        {
            _probe.Send(actor, message);
        }
    }

    private (ActorRef First, ActorRef Second) CreateFamily(SupervisorStrategy parents, SupervisorStrategy? grandparents = null)
    {
        ActorRef[] children = new ActorRef[2];
        Props parent = Props.Create(() => new TestActor
        {
            OnPreStart = self =>
            {
                children[0] = self.Context.ActorOf(Child("first"), "first");
                children[1] = self.Context.ActorOf(Child("second"), "second");
            },
        }).WithSupervision(parents);
        if (grandparents is null)
        {
            _system.ActorOf(parent, "parent");
        }
        else
        {
            _system.ActorOf(
                Props.Create(() => new TestActor { OnPreStart = self => self.Context.ActorOf(parent, "parent") }).WithSupervision(grandparents));
        }

        return (children[0], children[1]);
    }

    private Props Child(string name) => Props.Create(() =>
    {
        int count = 0;
        return new TestActor((message, self) =>
        {
            switch (message)
            {
                case "add":
                    count++;
                    break;
                case "count":
                    self.Sender.Tell($"{name} counts {count}");
                    break;
                default:
                    throw new InvalidOperationException("asked to");
            }
        })
        {
            OnPreStart = _ => _probe.Ref.Tell($"{name} started"),
            OnPostStop = _ => _probe.Ref.Tell($"{name} stopped"),
            OnPreRestart = (_, reason, message) => _probe.Ref.Tell($"{name} restarts because of '{reason.Message}' at {message}"),
        };
    });

    private sealed class StoppingParent(ActorRef observer) : Actor
    {
        protected override SupervisorStrategy SupervisorStrategy() => Actors.SupervisorStrategy.Stopping;

        protected override void Receive(object message)
        {
            if (message is Terminated)
            {
                observer.Tell(message);
            }
            else
            {
                ActorRef child = Context.ActorOf(TestActor.Props((_, _) => throw new InvalidOperationException("asked to")));
                Context.Watch(child);
                child.Tell(message);
            }
        }
    }
}
