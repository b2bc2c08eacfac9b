namespace MarketSim.Actors.Tests;

public sealed class RestartTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly VirtualTimeProvider _clock = new();
    private readonly ActorSystem _system;
    private readonly TestProbe _probe;

    public RestartTests()
    {
        _system = Systems.CallingThread(_clock);
        _probe = new TestProbe(_system);
    }

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public void Restarted_actor_keeps_reference_and_watchers_and_drops_behaviours_and_timers()
    {
        ActorRef actor = CreateChild(new OneForOneStrategy(), (message, self) =>
        {
            if (message is "change")
            {
                self.Context.Become(_ => throw new InvalidOperationException("in the new behaviour"));
                self.Context.Timers.StartSingle("timer", "from the timer", Second);
                self.Context.SetReceiveTimeout(Second);
            }
            else
            {
                _probe.Ref.Tell(message);
            }
        });
        _probe.Watch(actor);

        actor.Tell("change");
        actor.Tell("lost");
        actor.Tell("after");
        _clock.Advance(5 * Second);
        actor.Tell(PoisonPill.Instance);

        _probe.ExpectMessages("after");
        _probe.ExpectTerminated(actor);
    }

    [Fact]
    public void Timer_message_that_waits_in_the_mailbox_is_dropped_by_the_restart()
    {
        ActorRef actor = CreateChild(new OneForOneStrategy(), (message, self) =>
        {
            if (message is "arm and fail")
            {
                self.Context.Timers.StartSingle("timer", "from the timer", Second);
                _clock.Advance(Second);
                self.Self.Tell("behind the timer");
                throw new InvalidOperationException("asked to");
            }

            _probe.Ref.Tell(message);
        });

        actor.Tell("arm and fail");

        _probe.ExpectMessages("behind the timer");
        _probe.ExpectNoMessage();
    }

    [Fact]
    public void Stashed_messages_come_first_after_a_restart()
    {
        ActorRef actor = CreateChild(new OneForOneStrategy(), (message, self) =>
        {
            switch (message)
            {
                case "begin":
                    self.Context.Become(waiting =>
                    {
                        if (waiting is "fail")
                        {
                            throw new InvalidOperationException("asked to");
                        }

                        self.Context.Stash();
                    });
                    break;
                default:
                    _probe.Ref.Tell(message);
                    break;
            }
        });

        foreach (string message in new[] { "begin", "1", "2", "fail", "3" })
        {
            actor.Tell(message);
        }

        _probe.ExpectMessages("1", "2", "3");
    }

    [Fact]
    public void Children_stop_before_the_restarted_parent_is_made_again()
    {
        ActorRef parent = _system.ActorOf(Props.Create(() => new TestActor((_, _) => throw new InvalidOperationException("asked to"))
        {
            OnPreStart = self =>
            {
                _probe.Ref.Tell("parent started");
                self.Context.ActorOf(Props.Create(() => new TestActor { OnPostStop = _ => _probe.Ref.Tell("child stopped") }), "child");
            },
            OnPostStop = _ => _probe.Ref.Tell("parent stopped"),
        }));

        parent.Tell("fail");

        _probe.ExpectMessages("parent started");
        _probe.ExpectMessagesInAnyOrder("parent stopped", "child stopped");
        _probe.ExpectMessages("parent started");
        _probe.ExpectNoMessage();
    }

    [Fact]
    public void Children_that_the_parent_keeps_are_restarted_with_it()
    {
        ActorRef parent = _system.ActorOf(Props.Create(() => new KeepingParent(_probe.Ref)));

        parent.Tell("create");
        parent.Tell("fail");
        parent.Tell("to child");

        _probe.ExpectMessages("child made", "child made", "to child");
        _probe.ExpectNoMessage();
    }

    [Fact]
    public void Exception_in_PreRestart_is_reported_and_does_not_hinder_the_restart()
    {
        _system.EventStream.Subscribe<LifecycleHookFailed>(_probe.Ref);
        ActorRef actor = _system.ActorOf(Props.Create(() => new TestActor((message, _) =>
        {
            _probe.Ref.Tell(message);
            throw new InvalidOperationException("asked to");
        })
        {
            OnPreRestart = (_, _, _) => throw new IOException("cannot clean up"),
        }));

        actor.Tell(1);
        actor.Tell(2);

        _probe.ExpectMessages(1);
        LifecycleHookFailed failed = _probe.ExpectMessage<LifecycleHookFailed>();
        Assert.Equal(("PreRestart", "cannot clean up"), (failed.Hook, failed.Cause.Message));
        _probe.ExpectMessages(2);
    }

    [Fact]
    public void Exception_in_PostRestart_counts_as_a_failed_start()
    {
        _system.EventStream.Subscribe<ActorFailed>(_probe.Ref);
        ActorRef actor = _system.ActorOf(Props.Create(() => new TestActor((_, _) => throw new InvalidOperationException("asked to"))
        {
            OnPostRestart = (_, _) => throw new IOException("cannot begin again"),
        }));
        _probe.Watch(actor);

        actor.Tell("fail");

        Assert.Equal(Directive.Restart, _probe.ExpectMessage<ActorFailed>().Decision);
        ActorFailed second = _probe.ExpectMessage<ActorFailed>();
        Assert.Equal(Directive.Stop, second.Decision);
        Assert.Equal("cannot begin again", Assert.IsType<ActorInitializationException>(second.Cause).InnerException!.Message);
        _probe.ExpectTerminated(actor);
    }

    [Fact]
    public void Restarts_beyond_the_limit_stop_the_child()
    {
        ActorRef actor = CreateChild(new OneForOneStrategy(maxRestarts: 2), Failing);
        _probe.Watch(actor);

        actor.Tell("1");
        actor.Tell("2");
        _probe.ExpectNoMessage();
        actor.Tell("3");

        _probe.ExpectTerminated(actor);
    }

    [Fact]
    public void Restart_limit_counts_anew_when_the_window_is_over()
    {
        ActorRef actor = CreateChild(new OneForOneStrategy(maxRestarts: 2, window: 10 * Second), Failing);
        _probe.Watch(actor);

        for (int i = 0; i < 6; i++)
        {
            actor.Tell("fail");
            actor.Tell("fail");
            _clock.Advance(11 * Second);
        }

        _probe.ExpectNoMessage();
        actor.Tell("1");
        actor.Tell("2");
        _clock.Advance(10 * Second);
        actor.Tell("3");
        _probe.ExpectTerminated(actor);
    }

    [Fact]
    public void Limit_of_zero_stops_at_the_first_failure()
    {
        ActorRef actor = CreateChild(new OneForOneStrategy(maxRestarts: 0), Failing);
        _probe.Watch(actor);

        actor.Tell("fail");

        _probe.ExpectTerminated(actor);
    }

    [Fact]
    public void Restart_limit_of_all_for_one_stops_all_children()
    {
        ActorRef[] children = CreateChildren(new AllForOneStrategy(maxRestarts: 1), Failing, count: 2);
        _probe.Watch(children[1]);

        children[0].Tell("fail");
        _probe.ExpectNoMessage();
        children[0].Tell("fail");

        _probe.ExpectTerminated(children[1]);
    }

    [Fact]
    public void Strategy_refuses_a_negative_limit_and_an_empty_window()
    {
        Assert.Equal("maxRestarts", Assert.Throws<ArgumentOutOfRangeException>(() => new OneForOneStrategy(maxRestarts: -1)).ParamName);
        Assert.Equal("window", Assert.Throws<ArgumentOutOfRangeException>(() => new AllForOneStrategy(window: TimeSpan.Zero)).ParamName);
    }

    private static void Failing(object message, TestActor self) => throw new InvalidOperationException($"asked to: {message}");

    private ActorRef CreateChild(SupervisorStrategy strategy, Action<object, TestActor> receive) => CreateChildren(strategy, receive, count: 1)[0];

    private ActorRef[] CreateChildren(SupervisorStrategy strategy, Action<object, TestActor> receive, int count)
    {
        ActorRef[] children = new ActorRef[count];
        _system.ActorOf(Props.Create(() => new TestActor
        {
            OnPreStart = self =>
            {
                for (int i = 0; i < count; i++)
                {
                    children[i] = self.Context.ActorOf(TestActor.Props(receive));
                }
            },
        }).WithSupervision(strategy));
        return children;
    }

    private sealed class KeepingParent(ActorRef observer) : Actor
    {
        protected override void PreRestart(Exception reason, object? message)
        {
            // Keeps its children, which the default does not.
        }

        protected override void Receive(object message)
        {
            switch (message)
            {
                case "create":
                    Context.ActorOf(
                        Props.Create(() => new TestActor((received, _) => observer.Tell(received)) { OnPreStart = _ => observer.Tell("child made") }),
                        "child");
                    break;
                case "to child":
                    Context.Child("child")!.Forward(message);
                    break;
                default:
                    throw new InvalidOperationException("asked to");
            }
        }
    }
}
