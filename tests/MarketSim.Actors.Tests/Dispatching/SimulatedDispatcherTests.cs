namespace MarketSim.Actors.Tests.Dispatching;

public sealed class SimulatedDispatcherTests
{
    [Fact]
    public async Task Same_seed_repeats_the_exact_order_and_another_seed_gives_another()
    {
        string first = await RunGossipAsync(seed: 7);
        string again = await RunGossipAsync(seed: 7);
        string other = await RunGossipAsync(seed: 8);

        Assert.True(first == again);
        Assert.False(first == other);
        Assert.Equal(first.Split('\n').Order(StringComparer.Ordinal), other.Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Order_of_each_sender_and_receiver_holds_under_every_seed()
    {
        HashSet<string> orders = [];
        for (ulong seed = 0; seed < 200; seed++)
        {
            await using ActorSystem system = Systems.Simulated(out _, seed);
            List<(int Sender, int Number)> seen = [];
            ActorRef receiver = system.ActorOf(TestActor.Props((message, _) => seen.Add(((int, int))message)));
            for (int i = 0; i < 3; i++)
            {
                int sender = i;
                ActorRef actor = system.ActorOf(TestActor.Props((message, _) => receiver.Tell((sender, (int)message))));
                for (int number = 0; number < 4; number++)
                {
                    actor.Tell(number);
                }
            }

            ((SimulatedDispatcher)system.DefaultDispatcher).RunUntilIdle();

            for (int sender = 0; sender < 3; sender++)
            {
                Assert.Equal([0, 1, 2, 3], seen.Where(message => message.Sender == sender).Select(message => message.Number));
            }

            orders.Add(string.Concat(seen.Select(message => message.Sender)));
        }

        // 34,650 interleavings are possible; a dispatcher that hardly varied would find few of them.
        Assert.InRange(orders.Count, 150, 200);
    }

    [Fact]
    public async Task Virtual_time_fires_timers_between_messages_and_without_any_clock()
    {
        await using ActorSystem system = Systems.Simulated(out VirtualTimeProvider clock);
        TestProbe probe = new(system);
        ActorRef actor = system.ActorOf(TestActor.Props((message, self) =>
        {
            if (message is "start")
            {
                self.Context.Timers.StartPeriodic("beat", "beat", TimeSpan.FromHours(1));
            }
            else
            {
                probe.Ref.Tell(clock.Elapsed);
            }
        }));

        actor.Tell("start");
        clock.Advance(TimeSpan.FromHours(3));

        probe.ExpectMessages(TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(3));
        probe.ExpectNoMessage();
    }

    [Fact]
    public async Task Asks_that_are_piped_are_answered_within_the_same_run()
    {
        await using ActorSystem system = Systems.Simulated(out _);
        TestProbe probe = new(system);
        ActorRef answerer = system.ActorOf(TestActor.Props((message, self) => self.Sender.Tell((int)message + 1)));
        ActorRef asker = system.ActorOf(TestActor.Props((message, _) => answerer.Ask<int>(message, TimeSpan.FromSeconds(1)).PipeTo(probe.Ref)));

        asker.Tell(1);

        probe.ExpectMessages(2);
    }

    [Fact]
    public async Task System_ends_without_being_driven()
    {
        ActorSystem system = Systems.Simulated(out _);
        List<string> stopped = [];
        system.ActorOf(Props.Create(() => new TestActor { OnPostStop = _ => stopped.Add("stopped") }));

        await system.TerminateAsync();

        Assert.Equal(["stopped"], stopped);
    }

    [Fact]
    public async Task One_step_runs_one_message()
    {
        await using ActorSystem system = Systems.Simulated(out _);
        SimulatedDispatcher dispatcher = (SimulatedDispatcher)system.DefaultDispatcher;
        int handled = 0;
        ActorRef actor = system.ActorOf(TestActor.Props((_, _) => handled++));
        dispatcher.RunUntilIdle();
        long before = dispatcher.Steps;

        actor.Tell(1);
        actor.Tell(2);

        Assert.True(dispatcher.Step());
        Assert.Equal(1, handled);
        Assert.True(dispatcher.Step());
        Assert.Equal(2, handled);
        Assert.False(dispatcher.Step());
        Assert.Equal(2, dispatcher.Steps - before);
        Assert.True(dispatcher.IsIdle);
    }

    /// <summary>Actors that pass rumours on, also through failures, restarts and deaths; what they saw, in order.</summary>
    private static async Task<string> RunGossipAsync(ulong seed)
    {
        await using ActorSystem system = Systems.Simulated(out _, seed);
        List<string> seen = [];
        ActorRef[] actors = new ActorRef[8];
        for (int i = 0; i < actors.Length; i++)
        {
            int number = i;
            actors[i] = system.ActorOf(TestActor.Props((message, self) =>
            {
                int rumour = (int)message;
                seen.Add($"{number} heard {rumour}");
                if (rumour % 31 == 30)
                {
                    throw new InvalidOperationException("cannot keep a secret");
                }

                if (rumour < 200)
                {
                    actors[(number + rumour) % actors.Length].Tell(rumour + 10);
                    actors[(number * 3) % actors.Length].Tell(rumour + 70);
                }
            }));
        }

        for (int i = 0; i < 5; i++)
        {
            actors[i].Tell(i);
        }

        ((SimulatedDispatcher)system.DefaultDispatcher).RunUntilIdle();
        return string.Join('\n', seen);
    }
}
