namespace MarketSim.Actors.Tests;

public sealed class MailboxTests : IAsyncDisposable
{
    private readonly SimulatedDispatcher _dispatcher = new(seed: 1);
    private readonly ActorSystem _system;
    private readonly TestProbe _probe;
    private readonly TestProbe _deadLetters;

    public MailboxTests()
    {
        VirtualTimeProvider clock = new(_dispatcher.RunUntilIdle);
        _system = new ActorSystem("test", new ActorSystemOptions { TimeProvider = clock, DefaultDispatcher = _dispatcher });
        _probe = new TestProbe(_system);
        _deadLetters = new TestProbe(_system);
        _system.EventStream.Subscribe<DeadLetter>(_deadLetters.Ref);
    }

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void Depth_counts_what_waits_and_not_what_was_handled_or_dropped(int? capacity)
    {
        ActorRef actor = capacity is { } bound ? CreateBounded(bound, MailboxOverflow.DropOldest) : _system.ActorOf(TestActor.Props());
        _dispatcher.RunUntilIdle();
        int waitingBefore = actor.MailboxDepth;

        TellOneToFour(actor);

        Assert.Equal(0, waitingBefore);
        Assert.Equal(capacity ?? 4, actor.MailboxDepth);
        _dispatcher.RunUntilIdle();
        Assert.Equal(0, actor.MailboxDepth);
    }

    [Fact]
    public void Depth_counts_what_was_unstashed_and_not_what_is_stashed()
    {
        var isOpen = false;
        ActorRef actor = _system.ActorOf(TestActor.Props((message, self) =>
        {
            if (message is "open")
            {
                isOpen = true;
                self.Context.UnstashAll();
            }
            else if (!isOpen)
            {
                self.Context.Stash();
            }
            else if (message is 2)
            {
                _probe.Ref.Tell(self.Self.MailboxDepth);
            }
        }));

        TellOneToFour(actor);
        _dispatcher.RunUntilIdle();
        int whileStashed = actor.MailboxDepth;
        actor.Tell("open");
        _dispatcher.RunUntilIdle();

        Assert.Equal(0, whileStashed);
        _probe.ExpectMessages(2);
        Assert.Equal(0, actor.MailboxDepth);
    }

    [Fact]
    public void DropNewest_keeps_what_came_first()
    {
        ActorRef actor = CreateBounded(2, MailboxOverflow.DropNewest);

        TellOneToFour(actor);

        _probe.ExpectMessages(1, 2);
        _probe.ExpectNoMessage();
        Assert.Equal(3, _deadLetters.ExpectMessage<DeadLetter>().Message);
        Assert.Equal(new DeadLetter(4, _probe.Ref, actor), _deadLetters.ExpectMessage<DeadLetter>());
    }

    [Fact]
    public void DropOldest_keeps_what_came_last()
    {
        TellOneToFour(CreateBounded(2, MailboxOverflow.DropOldest));

        _probe.ExpectMessages(3, 4);
        _probe.ExpectNoMessage();
        Assert.Equal(1, _deadLetters.ExpectMessage<DeadLetter>().Message);
        Assert.Equal(2, _deadLetters.ExpectMessage<DeadLetter>().Message);
    }

    [Fact]
    public void Refuse_throws_to_the_teller_and_takes_messages_again_when_there_is_room()
    {
        ActorRef actor = CreateBounded(2, MailboxOverflow.Refuse);
        _probe.Send(actor, 1);
        _probe.Send(actor, 2);

        MailboxFullException exception = Assert.Throws<MailboxFullException>(() => _probe.Send(actor, 3));
        Assert.Equal((2, actor.Path), (exception.Capacity, exception.Recipient));
        _probe.ExpectMessages(1, 2);
        _probe.Send(actor, 4);

        _probe.ExpectMessages(4);
        _deadLetters.ExpectNoMessage();
    }

    [Fact]
    public void Capacity_does_not_count_the_message_being_handled()
    {
        List<object> seen = [];
        ActorRef actor = _system.ActorOf(TestActor.Props((message, self) =>
        {
            seen.Add(message);
            if (message is "first")
            {
                self.Self.Tell("second");
                self.Self.Tell("third");
            }
        }).WithMailbox(MailboxOptions.Bounded(1, MailboxOverflow.DropNewest)));

        actor.Tell("first");
        _dispatcher.RunUntilIdle();

        Assert.Equal(["first", "second"], seen);
    }

    [Fact]
    public void Terminated_reaches_a_watcher_whose_mailbox_is_full()
    {
        ActorRef subject = _system.ActorOf(TestActor.Props());
        ActorRef watcher = _system.ActorOf(TestActor.Props((message, self) =>
        {
            switch (message)
            {
                case "watch":
                    self.Context.Watch(subject);
                    subject.Tell(PoisonPill.Instance);
                    break;
                default:
                    _probe.Ref.Tell(message);
                    break;
            }
        }).WithMailbox(MailboxOptions.Bounded(1, MailboxOverflow.DropNewest)));
        watcher.Tell("watch");
        _dispatcher.Step();
        _dispatcher.Step();

        // Whatever the order was so far: the mailbox is full while the notice comes.
        watcher.Tell("fills it");

        _probe.ExpectMessages("fills it");
        _probe.ExpectTerminated(subject);
    }

    [Fact]
    public void Mailbox_of_a_stopping_actor_goes_to_the_dead_letters_in_order()
    {
        ActorRef actor = _system.ActorOf(TestActor.Props((_, self) => self.Context.Stop(self.Self)));
        TellOneToFour(actor);
        _dispatcher.RunUntilIdle();
        actor.Tell(5);

        for (int i = 2; i <= 5; i++)
        {
            Assert.Equal(i, _deadLetters.ExpectMessage<DeadLetter>().Message);
        }
    }

    [Fact]
    public void Messages_before_a_poison_pill_are_handled_and_those_after_are_not()
    {
        ActorRef actor = _system.ActorOf(TestActor.Props((message, self) => self.Sender.Tell(message)));

        foreach (object message in new object[] { 1, PoisonPill.Instance, 2 })
        {
            _probe.Send(actor, message);
        }

        _probe.ExpectMessages(1);
        _probe.ExpectNoMessage();
        Assert.Equal(2, _deadLetters.ExpectMessage<DeadLetter>().Message);
    }

    [Fact]
    public void Message_to_the_dead_letters_is_published_once_even_when_its_reader_is_full()
    {
        ActorRef reader = _system.ActorOf(TestActor.Props().WithMailbox(MailboxOptions.Bounded(1, MailboxOverflow.DropNewest)));
        _system.EventStream.Subscribe<DeadLetter>(reader);

        for (int i = 1; i <= 3; i++)
        {
            _system.DeadLetters.Tell(i, _probe.Ref);
        }

        for (int i = 1; i <= 3; i++)
        {
            Assert.Equal(new DeadLetter(i, _probe.Ref, _system.DeadLetters), _deadLetters.ExpectMessage<DeadLetter>());
        }

        _deadLetters.ExpectNoMessage();
    }

    [Fact]
    public void Capacity_below_one_is_refused()
    {
        Assert.Equal("capacity", Assert.Throws<ArgumentOutOfRangeException>(() => MailboxOptions.Bounded(0, MailboxOverflow.Refuse)).ParamName);
        Assert.Equal("capacity", Assert.Throws<ArgumentOutOfRangeException>(() => MailboxOptions.Unbounded.WithStashCapacity(0)).ParamName);
    }

    private ActorRef CreateBounded(int capacity, MailboxOverflow overflow)
    {
        ActorRef actor = _system.ActorOf(TestActor.Props((message, self) => self.Sender.Tell(message))
            .WithMailbox(MailboxOptions.Bounded(capacity, overflow)));
        _dispatcher.RunUntilIdle();
        return actor;
    }

    private void TellOneToFour(ActorRef actor)
    {
        for (int i = 1; i <= 4; i++)
        {
            _probe.Send(actor, i);
        }
    }
}
