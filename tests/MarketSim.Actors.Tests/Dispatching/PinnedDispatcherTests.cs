namespace MarketSim.Actors.Tests.Dispatching;

public sealed class PinnedDispatcherTests
{
    [Fact]
    public async Task All_actors_of_one_dispatcher_share_its_thread_and_those_of_another_do_not()
    {
        await using ActorSystem system = Systems.ThreadPool();
        PinnedDispatcher pinned = new("learner");
        TestProbe probe = new(system);
        Props props = TestActor.Props((_, self) => self.Sender.Tell((Environment.CurrentManagedThreadId, Thread.CurrentThread.Name)));

        probe.Send(system.ActorOf(props.WithDispatcher(pinned)), "where?");
        (int first, string? name) = probe.ExpectMessage<(int, string?)>();
        probe.Send(system.ActorOf(props.WithDispatcher(pinned)), "where?");
        (int second, _) = probe.ExpectMessage<(int, string?)>();
        probe.Send(system.ActorOf(props.WithDispatcher(new PinnedDispatcher())), "where?");
        (int third, _) = probe.ExpectMessage<(int, string?)>();

        Assert.Equal("learner", name);
        Assert.Equal(first, second);
        Assert.NotEqual(first, third);
    }

    [Fact]
    public async Task Thread_ends_with_the_last_actor_and_a_new_one_serves_the_next()
    {
        await using ActorSystem system = Systems.ThreadPool();
        PinnedDispatcher pinned = new();
        TestProbe probe = new(system);
        Props props = TestActor.Props((_, self) => self.Sender.Tell(Thread.CurrentThread)).WithDispatcher(pinned);
        ActorRef actor = system.ActorOf(props);
        probe.Send(actor, "which?");
        Thread first = probe.ExpectMessage<Thread>();

        actor.Tell(PoisonPill.Instance);
        Assert.True(first.Join(TimeSpan.FromSeconds(10)));
        probe.Send(system.ActorOf(props), "which?");

        Assert.NotSame(first, probe.ExpectMessage<Thread>());
    }

    [Fact]
    public async Task Actors_on_one_thread_take_turns_after_their_throughput()
    {
        await using ActorSystem system = Systems.ThreadPool();
        PinnedDispatcher pinned = new(throughput: 2);
        TestProbe probe = new(system);
        using ManualResetEventSlim filled = new();
        Props props = TestActor.Props((message, self) =>
        {
            filled.Wait(TimeSpan.FromSeconds(10));
            probe.Ref.Tell(message);
        }).WithDispatcher(pinned);
        ActorRef first = system.ActorOf(props);
        ActorRef second = system.ActorOf(props);

        for (int i = 0; i < 4; i++)
        {
            first.Tell($"first {i}");
        }

        for (int i = 0; i < 2; i++)
        {
            second.Tell($"second {i}");
        }

        filled.Set();

        probe.ExpectMessages("first 0", "first 1", "second 0", "second 1", "first 2", "first 3");
    }
}
