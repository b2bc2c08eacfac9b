namespace MarketSim.Actors.Tests;

public sealed class DeathWatchTests : IAsyncDisposable
{
    private readonly ActorSystem _system = Systems.CallingThread();
    private readonly TestProbe _probe;

    public DeathWatchTests() => _probe = new TestProbe(_system);

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public void Terminated_comes_once_and_after_the_last_message_of_the_dead()
    {
        ActorRef subject = _system.ActorOf(Props.Create(() => new TestActor((message, _) => _probe.Ref.Tell(message))
        {
            OnPostStop = _ => _probe.Ref.Tell("last words"),
        }));
        _probe.Watch(subject);
        _probe.Watch(subject);

        subject.Tell("alive");
        subject.Tell(PoisonPill.Instance);

        _probe.ExpectMessages("alive", "last words");
        _probe.ExpectTerminated(subject);
        _probe.ExpectNoMessage();
    }

    [Fact]
    public void Watching_an_actor_that_has_stopped_gives_Terminated_at_once()
    {
        ActorRef subject = _system.ActorOf(TestActor.Props());
        subject.Tell(PoisonPill.Instance);

        _probe.Watch(subject);

        _probe.ExpectTerminated(subject);
    }

    [Fact]
    public void Unwatch_takes_back_even_a_notice_that_waits_in_the_mailbox()
    {
        ActorRef subject = _system.ActorOf(TestActor.Props());
        ActorRef watcher = _system.ActorOf(TestActor.Props((message, self) =>
        {
            if (message is "watch, kill, unwatch")
            {
                self.Context.Watch(subject);
                subject.Tell(PoisonPill.Instance);
                self.Self.Tell("unwatch");
            }
            else if (message is "unwatch")
            {
                self.Context.Unwatch(subject);
            }
            else
            {
                _probe.Ref.Tell(message);
            }
        }));

        watcher.Tell("watch, kill, unwatch");
        watcher.Tell("end");

        _probe.ExpectMessages("end");
        _probe.ExpectNoMessage();
    }

    [Fact]
    public void Watch_after_Unwatch_holds_although_the_subject_learns_of_both_later()
    {
        ActorRef subject = _system.ActorOf(TestActor.Props((_, self) =>
        {
            // Both notices wait until this handler is done.
            _probe.Unwatch(self.Self);
            _probe.Watch(self.Self);
        }));
        _probe.Watch(subject);

        subject.Tell("change");
        subject.Tell(PoisonPill.Instance);

        _probe.ExpectTerminated(subject);
    }

    [Fact]
    public void WatchWith_sends_the_given_message()
    {
        ActorRef subject = _system.ActorOf(TestActor.Props());
        ActorRef watcher = _system.ActorOf(TestActor.Props((message, self) =>
        {
            if (message is "watch")
            {
                self.Context.WatchWith(subject, "it is gone");
                self.Context.WatchWith(subject, "it is gone");
                Assert.Throws<InvalidOperationException>(() => self.Context.Watch(subject));
            }
            else
            {
                Assert.Same(subject, self.Sender);
                _probe.Ref.Tell(message);
            }
        }));

        watcher.Tell("watch");
        subject.Tell(PoisonPill.Instance);

        _probe.ExpectMessages("it is gone");
        _probe.ExpectNoMessage();
    }

    [Fact]
    public void Unhandled_Terminated_breaks_the_death_pact_and_stops_the_watcher()
    {
        ActorRef subject = _system.ActorOf(TestActor.Props(), "subject");
        ActorRef watcher = _system.ActorOf(TestActor.Props((message, self) =>
        {
            if (message is "watch")
            {
                self.Context.Watch(subject);
            }
            else
            {
                self.Unhandled(message);
            }
        }));
        _system.EventStream.Subscribe<ActorFailed>(_probe.Ref);
        _probe.Watch(watcher);

        watcher.Tell("watch");
        subject.Tell(PoisonPill.Instance);

        DeathPactException cause = Assert.IsType<DeathPactException>(_probe.ExpectMessage<ActorFailed>().Cause);
        Assert.Equal("actor://test/user/subject", cause.Dead.ToString());
        _probe.ExpectTerminated(watcher);
    }

    [Fact]
    public void Parent_hears_of_its_watched_child_when_the_name_is_free_again()
    {
        ActorRef parent = _system.ActorOf(TestActor.Props((message, self) =>
        {
            switch (message)
            {
                case "create":
                    self.Context.Watch(self.Context.ActorOf(TestActor.Props(), "child"));
                    break;
                case "stop":
                    self.Context.Stop(self.Context.Child("child")!);
                    Assert.Throws<ArgumentException>(() => self.Context.ActorOf(TestActor.Props(), "child"));
                    break;
                case Terminated:
                    Assert.Empty(self.Context.Children);
                    _probe.Ref.Tell(self.Context.ActorOf(TestActor.Props(), "child").Path.Name);
                    break;
            }
        }));

        parent.Tell("create");
        parent.Tell("stop");

        _probe.ExpectMessages("child");
    }

    [Fact]
    public void Stopping_takes_children_before_their_parent_in_every_generation()
    {
        ActorRef top = _system.ActorOf(Generation(3));

        top.Tell(PoisonPill.Instance);

        _probe.ExpectMessages("0 stopped", "1 stopped", "2 stopped", "3 stopped");
    }

    [Fact]
    public void Stopped_watcher_gets_nothing_any_more()
    {
        _system.EventStream.Subscribe<DeadLetter>(_probe.Ref);
        ActorRef subject = _system.ActorOf(TestActor.Props());
        ActorRef watcher = _system.ActorOf(TestActor.Props((_, self) => self.Context.Watch(subject)));

        watcher.Tell("watch");
        watcher.Tell(PoisonPill.Instance);
        subject.Tell(PoisonPill.Instance);

        _probe.ExpectNoMessage();
    }

    [Fact]
    public void Exception_in_PostStop_is_reported_and_the_actor_stops()
    {
        _system.EventStream.Subscribe<LifecycleHookFailed>(_probe.Ref);
        ActorRef subject = _system.ActorOf(Props.Create(() => new TestActor { OnPostStop = _ => throw new IOException("cannot close") }));
        _probe.Watch(subject);

        subject.Tell(PoisonPill.Instance);

        LifecycleHookFailed failed = _probe.ExpectMessage<LifecycleHookFailed>();
        Assert.Equal(("PostStop", "cannot close"), (failed.Hook, failed.Cause.Message));
        _probe.ExpectTerminated(subject);
    }

    private Props Generation(int number) => Props.Create(() => new TestActor
    {
        OnPreStart = self =>
        {
            if (number > 0)
            {
                self.Context.ActorOf(Generation(number - 1));
            }
        },
        OnPostStop = _ => _probe.Ref.Tell($"{number} stopped"),
    });
}
