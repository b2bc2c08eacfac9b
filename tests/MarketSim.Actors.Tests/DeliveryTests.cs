namespace MarketSim.Actors.Tests;

public sealed class DeliveryTests
{
    public static TheoryData<string> Dispatchers => ["pool", "pool-limited", "pinned", "calling", "simulated"];

    [Theory]
    [MemberData(nameof(Dispatchers))]
    public async Task Messages_of_one_sender_arrive_in_order(string dispatcher)
    {
        await using ActorSystem system = Create(dispatcher);
        TestProbe probe = new(system);
        ActorRef echo = system.ActorOf(TestActor.Props((message, self) => self.Sender.Tell(message)));

        for (int i = 0; i < 300; i++)
        {
            probe.Send(echo, i);
        }

        for (int i = 0; i < 300; i++)
        {
            Assert.Equal(i, probe.ReceiveOne());
        }

        Assert.Same(echo, probe.LastSender);
        probe.ExpectNoMessage();
    }

    [Theory]
    [MemberData(nameof(Dispatchers))]
    public async Task Failed_actor_is_restarted_and_goes_on_with_its_mailbox(string dispatcher)
    {
        await using ActorSystem system = Create(dispatcher);
        TestProbe probe = new(system);
        int made = 0;
        ActorRef actor = system.ActorOf(Props.Create(() =>
        {
            int instance = ++made;
            return new TestActor((message, self) =>
            {
                if (message is "fail")
                {
                    throw new InvalidOperationException("asked to");
                }

                self.Sender.Tell($"{message} {instance}");
            });
        }));

        foreach (string message in new[] { "a", "fail", "b", "fail", "c" })
        {
            probe.Send(actor, message);
        }

        probe.ExpectMessages("a 1", "b 2", "c 3");
    }

    private static ActorSystem Create(string dispatcher) => dispatcher switch
    {
        "pool" => Systems.ThreadPool(),
        "pool-limited" => Systems.ThreadPool(new ThreadPoolDispatcher(throughput: 7, maxDegreeOfParallelism: 1)),
        "pinned" => Systems.ThreadPool(new PinnedDispatcher()),
        "calling" => Systems.CallingThread(),
        _ => Systems.Simulated(out _),
    };
}
