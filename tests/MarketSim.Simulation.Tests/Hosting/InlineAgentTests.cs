using Akka.Actor;
using Akka.TestKit;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Participants;

namespace MarketSim.Simulation.Tests.Hosting;

/// <summary>What a partition relies on when it gives its agents their turns: dispatcher, mailbox and supervision as a run wires them.</summary>
public sealed class InlineAgentTests() : Akka.TestKit.Xunit2.TestKit(HostedActorSystem.Start(static akka => akka.WithRunDispatchers(threads: 2)))
{

    [Fact]
    public async Task An_agent_has_had_its_turn_when_the_call_returns()
    {
        IActorRef parent = Parent();

        TurnResult result = await parent.Ask<TurnResult>(new GiveTurns(["a", "b"]));

        Assert.Equal(["a", "b"], result.Seen);
        Assert.All(result.Threads, thread => Assert.Equal(result.ParentThread, thread));
    }

    [Fact]
    public async Task An_agent_that_throws_is_restarted_before_its_parents_next_message()
    {
        IActorRef parent = Parent();

        TurnResult failed = await parent.Ask<TurnResult>(new GiveTurns(["a", "throw"]));
        TurnResult next = await parent.Ask<TurnResult>(new GiveTurns(["b"]));

        Assert.Equal(["a"], failed.Seen);
        Assert.Equal(["b"], next.Seen);
        Assert.Equal(2, next.Made);
    }

    [Fact]
    public async Task What_an_agent_is_told_after_it_threw_waits_for_the_restart()
    {
        IActorRef parent = Parent();

        await parent.Ask<TurnResult>(new GiveTurns(["throw", "b", "c"]));
        TurnResult next = await parent.Ask<TurnResult>(new GiveTurns([]));

        Assert.Equal(["b", "c"], next.Seen);
    }

    /// <summary>Its events were overwritten meanwhile, and the partition counts it as failed.</summary>
    [Fact]
    public void A_turn_that_waited_for_the_restart_is_dropped()
    {
        var outcome = new AgentTurnOutcome();

        // Without an agent every turn that is run fails.
        IActorRef agent = Sys.ActorOf(ActorFactory.Of(() => new AgentActor(null!, null!, outcome)).WithDispatcher(RunDispatchers.Agent).WithMailbox(RunDispatchers.AgentMailbox));
        AwaitCondition(() => Failure(current: 7, turn: 7) is ArgumentNullException);

        Assert.Null(Failure(current: 0, turn: 7));
        Assert.Null(Failure(current: 8, turn: 7));
        AwaitCondition(() => Failure(current: 9, turn: 9) is ArgumentNullException);

        Exception? Failure(long current, long turn)
        {
            outcome.Failure = null;
            outcome.Number = current;
            agent.Tell(new RunAgentTurn(turn, default), ActorRefs.NoSender);
            return outcome.Failure;
        }
    }

    [Fact]
    public async Task A_full_disk_is_not_the_agents_failure_and_ends_the_parent()
    {
        IActorRef parent = Parent();
        TestProbe watcher = CreateTestProbe();
        watcher.Watch(parent);

        parent.Tell(new GiveTurns(["full"]));

        await watcher.ExpectTerminatedAsync(parent);
    }

    [Fact]
    public async Task An_agent_has_a_place_in_the_tree_below_its_partition()
    {
        IActorRef parent = Parent();

        TurnResult result = await parent.Ask<TurnResult>(new GiveTurns([]));

        Assert.Equal("/user/partition-3/agent-117", result.Agent.ToStringWithoutAddress());
    }

    // The guardian's default would restart the parent; a run's root stops what fails.
    private IActorRef Parent() => Sys.ActorOf(ActorFactory.Of(() => new TurnGiver()).WithDispatcher(RunDispatchers.Run), "partition-3");

    private sealed record GiveTurns(IReadOnlyList<string> Words);

    private sealed record TurnResult(IReadOnlyList<string> Seen, IReadOnlyList<int> Threads, int ParentThread, int Made, ActorPath Agent);

    private sealed class TurnGiver : UntypedActor
    {
        private readonly List<string> _seen = [];
        private readonly List<int> _threads = [];
        private IActorRef? _agent;
        private int _made;

        protected override void PreStart() => _agent = Context.ActorOf(
            ActorFactory.Of(() => new Listener(this)).WithDispatcher(RunDispatchers.Agent).WithMailbox(RunDispatchers.AgentMailbox), "agent-117");

        protected override SupervisorStrategy SupervisorStrategy() => RunSupervision.OfAgents;

        // What escalates to it ends it.
        protected override void PreRestart(Exception reason, object message) => Context.Stop(Self);

        protected override void OnReceive(object message)
        {
            foreach (string word in ((GiveTurns)message).Words)
            {
                _agent!.Tell(word, Self);
            }

            Sender.Tell(new TurnResult([.. _seen], [.. _threads], Environment.CurrentManagedThreadId, _made, _agent!.Path));
            _seen.Clear();
            _threads.Clear();
        }

        private sealed class Listener : UntypedActor
        {
            private readonly TurnGiver _parent;

            public Listener(TurnGiver parent)
            {
                _parent = parent;
                parent._made++;
            }

            protected override void OnReceive(object message)
            {
                switch ((string)message)
                {
                    case "throw":
                        throw new InvalidOperationException("the strategy is wrong");
                    case "full":
                        throw new IOException("no space left");
                    default:
                        _parent._seen.Add((string)message);
                        _parent._threads.Add(Environment.CurrentManagedThreadId);
                        break;
                }
            }
        }
    }
}
