namespace MarketSim.Actors.Tests.Dispatching;

public sealed class ThreadPoolDispatcherTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<int, int?> Shapes => new()
    {
        { 100, null },
        { 1, null },
        { 3, 1 },
        { 100, 2 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Many_senders_keep_their_order_at_one_receiver_and_nothing_is_lost(int throughput, int? parallelism)
    {
        const int Senders = 12;
        const int MessagesEach = 4_000;
        await using ActorSystem system = Systems.ThreadPool(new ThreadPoolDispatcher(throughput, parallelism));
        TaskCompletionSource<string> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ActorRef receiver = system.ActorOf(Props.Create(() => new OrderChecker(Senders, MessagesEach, outcome)));
        ActorRef[] senders = [.. Enumerable.Range(0, Senders).Select(number => system.ActorOf(Props.Create(() => new Sender(number, receiver))))];

        // Half of them send from actors, half from plain threads.
        Thread[] threads = [.. Enumerable.Range(0, Senders / 2).Select(number => new Thread(() => SendFromOutside(number, receiver, MessagesEach)))];
        Array.ForEach(threads, thread => thread.Start());
        for (int number = Senders / 2; number < Senders; number++)
        {
            senders[number].Tell(MessagesEach);
        }

        Assert.Equal("complete and in order", await outcome.Task.WaitAsync(Patience));
        Array.ForEach(threads, thread => thread.Join());
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Ring_of_actors_that_idle_all_the_time_never_loses_a_wake_up(int throughput, int? parallelism)
    {
        await using ActorSystem system = Systems.ThreadPool(new ThreadPoolDispatcher(throughput, parallelism));
        TestProbe probe = new(system);
        ActorRef next = probe.Ref;
        for (int i = 0; i < 50; i++)
        {
            ActorRef target = next;
            next = system.ActorOf(TestActor.Props((message, _) => target.Tell(message)));
        }

        // Each message runs alone through the ring: at every step one actor goes to rest while it wakes the next.
        for (int round = 0; round < 400; round++)
        {
            next.Tell(round);
            probe.ExpectMessage(round, Patience);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_more_actors_than_the_degree_of_parallelism_run_at_a_time(int limit)
    {
        const int Actors = 40;
        await using ActorSystem system = Systems.ThreadPool(new ThreadPoolDispatcher(throughput: 2, maxDegreeOfParallelism: limit));
        TestProbe probe = new(system);
        int running = 0;
        int mostRunning = 0;
        for (int i = 0; i < Actors; i++)
        {
            ActorRef actor = system.ActorOf(TestActor.Props((message, self) =>
            {
                int now = Interlocked.Increment(ref running);
                InterlockedMax(ref mostRunning, now);
                Thread.SpinWait(2_000);
                Interlocked.Decrement(ref running);
                if (message is 0)
                {
                    probe.Ref.Tell("done");
                }
                else
                {
                    self.Self.Tell((int)message - 1);
                }
            }));
            actor.Tell(10);
        }

        for (int i = 0; i < Actors; i++)
        {
            probe.ExpectMessage("done", Patience);
        }

        Assert.InRange(mostRunning, 1, limit);
    }

    [Fact]
    public async Task Handler_that_blocks_on_an_Ask_gets_its_answer()
    {
        await using ActorSystem system = Systems.ThreadPool();
        TestProbe probe = new(system);
        ActorRef answerer = system.ActorOf(TestActor.Props((message, self) => self.Sender.Tell($"{message}!")));
        ActorRef blocking = system.ActorOf(TestActor.Props((message, self) =>
            self.Sender.Tell(answerer.Ask<string>(message, Patience).GetAwaiter().GetResult())));

        probe.Send(blocking, "hello");

        probe.ExpectMessage("hello!", Patience);
    }

    [Fact]
    public async Task Actor_woken_by_a_slow_one_does_not_wait_for_its_whole_turn()
    {
        await using ActorSystem system = Systems.ThreadPool();
        using ManualResetEventSlim woken = new();
        using ManualResetEventSlim release = new();
        TestProbe probe = new(system);
        ActorRef quick = system.ActorOf(TestActor.Props((_, _) => woken.Set()));
        ActorRef slow = system.ActorOf(TestActor.Props((message, _) =>
        {
            switch (message)
            {
                case 0:
                    release.Wait(Patience);
                    quick.Tell("wake up");
                    break;
                case 99:
                    // The last message of this turn; the woken actor can only have run in another thread.
                    probe.Ref.Tell(woken.Wait(Patience));
                    break;
                default:
                    Thread.SpinWait(10_000);
                    break;
            }
        }));
        for (int i = 0; i < 100; i++)
        {
            slow.Tell(i);
        }

        release.Set();

        probe.ExpectMessage(expected: true, Patience);
    }

    [Fact]
    public async Task Busy_actors_do_not_starve_others_even_on_one_thread()
    {
        await using ActorSystem system = Systems.ThreadPool(new ThreadPoolDispatcher(throughput: 5, maxDegreeOfParallelism: 1));
        TestProbe probe = new(system);
        bool stop = false;
        Action<object, TestActor> returns = (message, self) =>
        {
            if (!Volatile.Read(ref stop))
            {
                self.Sender.Tell(message);
            }
        };
        ActorRef first = system.ActorOf(TestActor.Props(returns));
        ActorRef second = system.ActorOf(TestActor.Props(returns));
        ActorRef selfish = system.ActorOf(TestActor.Props((message, self) =>
        {
            if (!Volatile.Read(ref stop))
            {
                self.Self.Tell(message);
            }
        }));
        first.Tell("ball", second);
        selfish.Tell("again");

        ActorRef modest = system.ActorOf(TestActor.Props((message, self) => self.Sender.Tell(message)));
        for (int i = 0; i < 20; i++)
        {
            probe.Send(modest, i);
            probe.ExpectMessage(i, Patience);
        }

        Volatile.Write(ref stop, value: true);
    }

    [Fact]
    public void Impossible_shapes_are_refused()
    {
        Assert.Equal("throughput", Assert.Throws<ArgumentOutOfRangeException>(() => new ThreadPoolDispatcher(0)).ParamName);
        Assert.Equal(
            "maxDegreeOfParallelism",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ThreadPoolDispatcher(maxDegreeOfParallelism: 0)).ParamName);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen = Volatile.Read(ref target);
        while (value > seen)
        {
            int found = Interlocked.CompareExchange(ref target, value, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }

    private static void SendFromOutside(int number, ActorRef receiver, int count)
    {
        for (int i = 0; i < count; i++)
        {
            receiver.Tell(new Numbered(number, i));
        }
    }

    private sealed record Numbered(int Sender, int Sequence);

    private sealed class Sender(int number, ActorRef receiver) : Actor
    {
        private int _sent;

        protected override void Receive(object message)
        {
            // In small portions, so that senders and receiver take turns in many ways.
            int count = (int)message;
            for (int i = 0; i < 7 && _sent < count; i++)
            {
                receiver.Tell(new Numbered(number, _sent++));
            }

            if (_sent < count)
            {
                Self.Tell(message);
            }
        }
    }

    private sealed class OrderChecker(int senders, int messagesEach, TaskCompletionSource<string> outcome) : Actor
    {
        private readonly int[] _next = new int[senders];
        private int _left = senders * messagesEach;
        private int _inside;

        protected override void Receive(object message)
        {
            Numbered numbered = (Numbered)message;
            if (Interlocked.Increment(ref _inside) != 1)
            {
                outcome.TrySetResult("two messages at a time");
            }

            if (_next[numbered.Sender]++ != numbered.Sequence)
            {
                outcome.TrySetResult($"out of order: {numbered}");
            }

            Interlocked.Decrement(ref _inside);
            if (--_left == 0)
            {
                outcome.TrySetResult("complete and in order");
            }
        }
    }
}
