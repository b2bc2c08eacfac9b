namespace MarketSim.Actors.Tests.Dispatching;

public sealed class CallingThreadDispatcherTests : IAsyncDisposable
{
    private readonly ActorSystem _system = Systems.CallingThread();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public void Message_is_handled_inside_the_tell_and_in_its_thread()
    {
        int thread = 0;
        ActorRef actor = _system.ActorOf(TestActor.Props((_, _) => thread = Environment.CurrentManagedThreadId));

        actor.Tell("now");

        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void Actor_that_tells_itself_or_is_told_back_finishes_its_message_first()
    {
        List<string> seen = [];
        ActorRef? first = null;
        ActorRef second = _system.ActorOf(TestActor.Props((message, _) =>
        {
            seen.Add($"second {message}");
            first!.Tell("back");
            seen.Add("second ends");
        }));
        first = _system.ActorOf(TestActor.Props((message, self) =>
        {
            seen.Add($"first {message}");
            if (message is "go")
            {
                self.Self.Tell("again");
                second.Tell("forth");
            }

            seen.Add("first ends");
        }));

        first.Tell("go");

        Assert.Equal(["first go", "second forth", "second ends", "first ends", "first again", "first ends", "first back", "first ends"], seen);
    }

    [Fact]
    public void Long_chain_of_actors_is_done_when_the_tell_returns_without_a_deep_stack()
    {
        int deepest = 0;
        int reached = 0;
        ActorRef? next = null;
        for (int i = 0; i < 20_000; i++)
        {
            ActorRef? target = next;
            next = _system.ActorOf(TestActor.Props((message, _) =>
            {
                if (++reached % 501 == 0)
                {
                    deepest = Math.Max(deepest, new System.Diagnostics.StackTrace().FrameCount);
                }

                target?.Tell(message);
            }));
        }

        next!.Tell("run");

        Assert.Equal(20_000, reached);
        Assert.InRange(deepest, 1, 600);
    }

    [Fact]
    public async Task Actor_told_by_many_threads_handles_one_message_at_a_time_and_all_of_them()
    {
        const int Threads = 6;
        const int MessagesEach = 20_000;
        int inside = 0;
        int overlaps = 0;
        int[] next = new int[Threads];
        int disorder = 0;
        ActorRef actor = _system.ActorOf(TestActor.Props((message, _) =>
        {
            overlaps += Interlocked.Increment(ref inside) - 1;
            (int thread, int sequence) = ((int, int))message;
            disorder += next[thread]++ == sequence ? 0 : 1;
            Interlocked.Decrement(ref inside);
        }));

        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            for (int i = 0; i < MessagesEach; i++)
            {
                actor.Tell((number, i));
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        await _system.TerminateAsync();

        Assert.Equal((0, 0), (overlaps, disorder));
        Assert.All(next, count => Assert.Equal(MessagesEach, count));
    }

    [Fact]
    public void Tell_to_an_idle_actor_allocates_nothing()
    {
        long sum = 0;
        ActorRef actor = _system.ActorOf(TestActor.Props((message, _) => sum += (int)message));
        object one = 1;
        Tell(1_000);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Tell(10_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(11_000, sum);

        void Tell(int times)
        {
            for (int i = 0; i < times; i++)
            {
                actor.Tell(one);
            }
        }
    }

    [Fact]
    public void Idle_actor_costs_no_more_than_250_bytes()
    {
        const int Actors = 20_000;
        Props props = Props.Create(static () => new Idle());
        ActorRef[] actors = new ActorRef[Actors];
        _system.ActorOf(props);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Actors; i++)
        {
            actors[i] = _system.ActorOf(props);
        }

        long bytesEach = (GC.GetAllocatedBytesForCurrentThread() - before) / Actors;
        Assert.InRange(bytesEach, 1, 250);
        Assert.NotNull(actors[^1]);
    }

    [Fact]
    public void Failed_child_is_decided_about_when_its_parent_has_finished_its_message()
    {
        List<string> seen = [];
        TestProbe probe = new(_system);
        ActorRef parent = _system.ActorOf(TestActor.Props((message, self) =>
        {
            if (message is "go")
            {
                ActorRef child = self.Context.ActorOf(Props.Create(() => new TestActor((order, _) =>
                {
                    seen.Add($"child {order}");
                    if (order is "fail")
                    {
                        throw new InvalidOperationException("asked to");
                    }
                })
                {
                    OnPostRestart = (_, _) => seen.Add("child restarted"),
                }));
                child.Tell("fail");
                child.Tell("next");
            }

            seen.Add($"parent {message}");
        }));

        parent.Tell("go");
        parent.Tell("more");

        Assert.Equal(["child fail", "parent go", "child restarted", "child next", "parent more"], seen);
    }

    private sealed class Idle : Actor
    {
        protected override void Receive(object message) => Unhandled(message);
    }
}
