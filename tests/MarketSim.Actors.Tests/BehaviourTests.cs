namespace MarketSim.Actors.Tests;

public sealed class BehaviourTests : IAsyncDisposable
{
    private readonly ActorSystem _system = Systems.CallingThread();
    private readonly TestProbe _probe;

    public BehaviourTests() => _probe = new TestProbe(_system);

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public void Become_replaces_the_top_and_BecomeStacked_covers_it()
    {
        ActorRef actor = _system.ActorOf(TestActor.Props((message, self) =>
        {
            Report("receive", message);
            self.Context.Become(first =>
            {
                Report("first", first);
                self.Context.BecomeStacked(second =>
                {
                    Report("second", second);
                    self.Context.Become(third =>
                    {
                        Report("third", third);
                        self.Context.Unbecome();
                    });
                });
            });
        }));

        for (int i = 1; i <= 5; i++)
        {
            actor.Tell(i);
        }

        _probe.ExpectMessages("receive 1", "first 2", "second 3", "third 4", "first 5");
    }

    [Fact]
    public void Unbecome_at_the_bottom_leaves_the_actors_own_behaviour()
    {
        ActorRef actor = _system.ActorOf(TestActor.Props((message, self) =>
        {
            self.Context.Unbecome();
            Report("receive", message);
        }));

        actor.Tell(1);
        actor.Tell(2);

        _probe.ExpectMessages("receive 1", "receive 2");
    }

    [Fact]
    public void Unstashed_messages_come_in_order_and_before_those_that_wait()
    {
        ActorRef actor = _system.ActorOf(StashUntil("open"));

        // Sent from within, so that all of them wait while the first is handled.
        _system.ActorOf(TestActor.Props((_, _) =>
        {
            foreach (object message in new object[] { 1, 2, "open", 3 })
            {
                actor.Tell(message, _probe.Ref);
            }
        })).Tell("go");

        _probe.ExpectMessages("open 1", "open 2", "open 3");
        Assert.Same(actor, _probe.LastSender);
    }

    [Fact]
    public void Stash_survives_two_changes_of_behaviour()
    {
        ActorRef actor = _system.ActorOf(TestActor.Props((message, self) =>
        {
            self.Context.Stash();
            if (message is 2)
            {
                self.Context.Become(second =>
                {
                    self.Context.Stash();
                    self.Context.Become(third => Report("third", third));
                    self.Context.UnstashAll();
                });
            }
        }));

        for (int i = 1; i <= 4; i++)
        {
            actor.Tell(i);
        }

        _probe.ExpectMessages("third 1", "third 2", "third 3", "third 4");
    }

    [Fact]
    public void Unstash_brings_back_one_message()
    {
        ActorRef actor = _system.ActorOf(TestActor.Props((message, self) =>
        {
            if (message is "one")
            {
                self.Context.BecomeStacked(back =>
                {
                    Report("back", back);
                    self.Context.Unbecome();
                });
                self.Context.Unstash();
            }
            else
            {
                self.Context.Stash();
            }
        }));

        foreach (object message in new object[] { 1, 2, "one", "one" })
        {
            actor.Tell(message);
        }

        _probe.ExpectMessages("back 1", "back 2");
        _probe.ExpectNoMessage();
    }

    [Fact]
    public void Full_stash_fails_the_actor()
    {
        _system.EventStream.Subscribe<ActorFailed>(_probe.Ref);
        ActorRef actor = _system.ActorOf(StashUntil("open").WithMailbox(MailboxOptions.Unbounded.WithStashCapacity(2)), "small");

        actor.Tell(1);
        actor.Tell(2);
        _probe.ExpectNoMessage();
        actor.Tell(3);

        StashFullException cause = Assert.IsType<StashFullException>(_probe.ExpectMessage<ActorFailed>().Cause);
        Assert.Equal((2, "actor://test/user/small"), (cause.Capacity, cause.Actor.ToString()));
    }

    [Fact]
    public void Stashing_a_message_twice_is_refused_but_equal_messages_are_not()
    {
        ActorRef actor = _system.ActorOf(TestActor.Props((message, self) =>
        {
            self.Context.Stash();
            _probe.Ref.Tell(Record.Exception(() => self.Context.Stash())?.GetType().Name ?? "stashed twice");
        }));
        object same = new();

        actor.Tell(same);
        actor.Tell(same);

        _probe.ExpectMessages(nameof(InvalidOperationException), nameof(InvalidOperationException));
    }

    [Fact]
    public void Stash_of_a_stopped_actor_goes_to_the_dead_letters_before_its_mailbox()
    {
        _system.EventStream.Subscribe<DeadLetter>(_probe.Ref);
        ActorRef actor = _system.ActorOf(TestActor.Props((message, self) =>
        {
            self.Context.Stash();
            if (message is 2)
            {
                self.Context.Stop(self.Self);
                self.Self.Tell(3);
            }
        }));

        actor.Tell(1);
        actor.Tell(2);

        for (int i = 1; i <= 3; i++)
        {
            Assert.Equal(i, _probe.ExpectMessage<DeadLetter>().Message);
        }
    }

    [Fact]
    public void Unhandled_message_is_published_with_its_sender()
    {
        _system.EventStream.Subscribe<UnhandledMessage>(_probe.Ref);
        ActorRef actor = _system.ActorOf(TestActor.Props((message, self) => self.Unhandled(message)));

        _probe.Send(actor, "strange");

        _probe.ExpectMessage(new UnhandledMessage("strange", _probe.Ref, actor));
    }

    private static Props StashUntil(string opening) => TestActor.Props((message, self) =>
    {
        if (message is string text && text == opening)
        {
            self.Context.Become(later => self.Sender.Tell($"{opening} {later}"));
            self.Context.UnstashAll();
        }
        else
        {
            self.Context.Stash();
        }
    });

    private void Report(string behaviour, object message) => _probe.Ref.Tell($"{behaviour} {message}");
}
