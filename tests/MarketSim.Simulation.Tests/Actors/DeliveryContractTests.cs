using Akka.Actor;
using MarketSim.TestKit.Actors;

namespace MarketSim.Simulation.Tests.Actors;

/// <summary>What MarketSim relies on in Akka's delivery of messages.</summary>
public sealed class DeliveryContractTests
{
    [Fact]
    public void Messages_of_one_sender_arrive_in_the_order_in_which_it_sent_them_whatever_the_seed()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            using var system = new SeededSystem("delivery", seed, new VirtualTimeProvider());
            var received = new List<(string From, int Number)>();
            IActorRef receiver = system.Start(ProbedActor.Of((self, message) => received.Add((self.From.Path.Name, (int)message))));
            string[] senders = ["a", "b", "c"];
            IActorRef[] actors = [.. senders.Select(name => system.Start(ProbedActor.Of((_, message) => receiver.Tell(message)), name))];

            for (int number = 0; number < 50; number++)
            {
                foreach (IActorRef sender in actors)
                {
                    sender.Tell(number);
                }
            }

            system.Executor.RunUntilIdle();

            Assert.All(senders, name => Assert.Equal(Enumerable.Range(0, 50), received.Where(message => message.From == name).Select(message => message.Number)));
        }
    }

    [Fact]
    public async Task Messages_of_one_sender_arrive_in_order_on_threads_of_the_pool_too()
    {
        const int Count = 20_000;
        var all = new TaskCompletionSource<List<int>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var received = new List<int>();
        ActorSystem system = ActorSystem.Create("pool", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF\nakka.loggers = []");
        try
        {
            IActorRef receiver = system.ActorOf(ProbedActor.Of((_, message) =>
            {
                received.Add((int)message);
                if (received.Count == Count)
                {
                    all.SetResult(received);
                }
            }));
            IActorRef sender = system.ActorOf(ProbedActor.Of((_, message) => receiver.Tell(message)));
            for (int number = 0; number < Count; number++)
            {
                sender.Tell(number, ActorRefs.NoSender);
            }

            Assert.Equal(Enumerable.Range(0, Count), await all.Task.WaitAsync(TimeSpan.FromSeconds(60)));
        }
        finally
        {
            await system.Terminate();
        }
    }

    [Fact]
    public void Result_of_a_task_comes_as_a_message_in_a_turn_of_its_own()
    {
        using var system = new SeededSystem("pipe", seed: 1, new VirtualTimeProvider());
        var answer = new TaskCompletionSource<int>();
        var notes = new List<object>();
        IActorRef actor = system.Start(ProbedActor.Of((self, message) =>
        {
            notes.Add(message);
            if (message is "ask")
            {
                _ = answer.Task.PipeTo(self.Cell.Self, self.Cell.Self, static result => $"answer {result}");
            }
        }));
        system.Tell(actor, "ask");

        OneThread.Run(() => answer.SetResult(7));

        Assert.Equal(["ask"], notes);
        Assert.False(system.Executor.IsIdle);
        system.Executor.RunUntilIdle();
        Assert.Equal(["ask", "answer 7"], notes);
    }

    [Fact]
    public void Task_that_fails_comes_as_a_status_failure_with_its_cause()
    {
        using var system = new SeededSystem("pipe", seed: 1, new VirtualTimeProvider());
        var notes = new List<object>();
        IActorRef actor = system.Start(ProbedActor.Of((self, message) =>
        {
            if (message is "ask")
            {
                _ = Task.FromException<int>(new InvalidDataException("bad")).PipeTo(self.Cell.Self, self.Cell.Self);
            }
            else
            {
                notes.Add(message);
            }
        }));

        system.Tell(actor, "ask");

        Status.Failure failure = Assert.IsType<Status.Failure>(Assert.Single(notes));
        Assert.Equal("bad", Assert.IsType<InvalidDataException>(failure.Cause).Message);
    }

    [Fact]
    public void Message_to_an_actor_that_has_stopped_is_a_dead_letter()
    {
        using var system = new SeededSystem("dead", seed: 1, new VirtualTimeProvider());
        var letters = new List<object>();
        IActorRef listener = system.Start(ProbedActor.Of((_, message) => letters.Add(((Akka.Event.DeadLetter)message).Message)));
        system.System.EventStream.Subscribe(listener, typeof(Akka.Event.DeadLetter));
        IActorRef actor = system.Start(ProbedActor.Of(static (_, _) => { }));
        system.System.Stop(actor);
        system.Executor.RunUntilIdle();

        system.Tell(actor, "late");

        Assert.Equal(["late"], letters);
    }
}
