using Akka.Actor;
using MarketSim.Simulation.Hosting;
using MarketSim.TestKit.Actors;

namespace MarketSim.Simulation.Tests.Actors;

/// <summary>The seed alone decides the order of turns.</summary>
public sealed class SeededOrderContractTests
{
    private const int Steps = 6_000;

    [Fact]
    public void The_same_seed_gives_the_same_trace_and_another_seed_another_one()
    {
        List<string> first = Trace(seed: 5);

        Assert.True(first.Count > Steps, $"only {first.Count} turns and messages");
        Assert.Equal(first, Trace(seed: 5));
        Assert.NotEqual(first, Trace(seed: 6));

        // What the trace is worth: actors came, failed, were silent, and heard of tasks.
        foreach (string sign in new[] { nameof(Crowd.Spawn), nameof(Crowd.Fail), nameof(ReceiveTimeout), nameof(Crowd.Piped), nameof(Terminated), "tick" })
        {
            Assert.Contains(first, line => line.Contains(sign, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Order_in_which_children_are_stopped_does_not_reach_the_order_of_turns()
    {
        // Akka keeps children by the hash of their names, which is another one in each process: here, names that hash otherwise stand for that.
        List<int> order = OrderOfStops("a");

        Assert.Equal(40, order.Count);
        Assert.Equal(order, OrderOfStops("quite-another-name-"));
    }

    [Fact]
    public void Nothing_runs_until_it_is_driven_and_one_step_runs_one_message()
    {
        using var system = new SeededSystem("steps", seed: 1, new VirtualTimeProvider());
        var notes = new List<object>();
        IActorRef actor = system.Start(ProbedActor.Noting(notes));
        long steps = system.Executor.Steps;
        foreach (int message in Enumerable.Range(1, 3))
        {
            actor.Tell(message, ActorRefs.NoSender);
        }

        Assert.Empty(notes);
        Assert.True(system.Executor.Step());
        Assert.Equal([1], notes);
        Assert.True(system.Executor.Step());
        Assert.True(system.Executor.Step());
        Assert.False(system.Executor.Step());
        Assert.Equal([1, 2, 3], notes);
        Assert.Equal(steps + 3, system.Executor.Steps);
    }

    [Fact]
    public void Dispatchers_of_one_system_share_its_executor()
    {
        using var system = new SeededSystem("shared", seed: 1, new VirtualTimeProvider(), SeededSetup.ConfigFor(below: null, "marketsim.work", "marketsim.control"));
        var threads = new HashSet<int>();
        var notes = new List<string>();
        foreach (string dispatcher in new[] { "marketsim.work", "marketsim.control", "akka.actor.default-dispatcher" })
        {
            Props props = ProbedActor.Of((self, message) =>
            {
                threads.Add(Environment.CurrentManagedThreadId);
                notes.Add($"{self.Cell.Props.Dispatcher} {message}");
            });
            system.System.ActorOf(props.WithDispatcher(dispatcher)).Tell("a", ActorRefs.NoSender);
        }

        system.Executor.RunUntilIdle();

        Assert.Equal(["akka.actor.default-dispatcher a", "marketsim.control a", "marketsim.work a"], notes.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void Abandoned_system_never_takes_another_turn()
    {
        var time = new VirtualTimeProvider();
        var system = new SeededSystem("killed", seed: 1, time);
        var notes = new List<object>();
        IActorRef actor = system.Start(ProbedActor.Of((self, message) =>
        {
            notes.Add(message);
            self.Timers.StartPeriodicTimer("key", "tick", TimeSpan.FromSeconds(1));
        }));
        system.Tell(actor, "begin");
        actor.Tell("in the mailbox", ActorRefs.NoSender);

        system.Executor.Abandon();
        actor.Tell("later", ActorRefs.NoSender);
        system.System.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(1), actor, "scheduled", ActorRefs.NoSender);
        time.Advance(TimeSpan.FromSeconds(10));
        system.Executor.RunUntilIdle();

        Assert.Equal(["begin"], notes);
        Assert.True(system.Executor.IsIdle);
    }

    private static List<int> OrderOfStops(string prefix)
    {
        using var system = new SeededSystem("children", seed: 3, new VirtualTimeProvider());
        var stops = new List<int>();
        IActorRef parent = system.Start(ProbedActor.Of((self, _) =>
        {
            for (int child = 0; child < 40; child++)
            {
                int number = child;
                self.Cell.ActorOf(ProbedActor.Of(static (_, _) => { }, happening => Note(happening, number)), $"{prefix}{number}");
            }
        }));
        system.Tell(parent, "begin");
        system.System.Stop(parent);
        system.Executor.RunUntilIdle();
        return stops;

        void Note(string happening, int number)
        {
            if (happening == "stops")
            {
                stops.Add(number);
            }
        }
    }

    private static List<string> Trace(ulong seed)
    {
        var trace = new List<string>();
        var time = new VirtualTimeProvider();
        using var system = new SeededSystem("trace", seed, time);
        system.Executor.Stepping = path => Note(path, string.Empty);
        system.Executor.Sending = (path, message) => Note(path, Crowd.Describe(message));
        IActorRef crowd = system.System.ActorOf(ActorFactory.Of(() => new Crowd(depth: 0)), "crowd");
        crowd.Tell(new Crowd.Spawn(), ActorRefs.NoSender);
        while (system.Executor.Steps < Steps)
        {
            if (!system.Executor.Step())
            {
                Assert.True(time.AdvanceToNextTimer());
            }
        }

        return trace;

        // Akka numbers actors of its own through all systems of a process.
        void Note(ActorPath path, string message)
        {
            if (path.Elements.FirstOrDefault() == "user")
            {
                trace.Add($"{path.ToStringWithoutAddress()} {message}");
            }
        }
    }
}
