using Akka.Actor;
using MarketSim.Simulation.Hosting;

namespace MarketSim.Benchmarks.Actors;

/// <summary>
/// Pairs of actors that return each other's messages: what messages cost when handlers do nothing. Every message that
/// either side receives counts.
/// </summary>
/// <param name="pairs">At least 1.</param>
/// <param name="inFlight">Messages on their way in each pair at any time, at least 1; 1 is strict ping-pong.</param>
/// <param name="messagesPerPair">Messages that both sides of a pair receive together, half of them each; even, at least twice <paramref name="inFlight"/>.</param>
internal sealed class ActorWorkload(int pairs, int inFlight, long messagesPerPair)
{
    /// <summary>Messages that <see cref="RunAsync"/> has delivered when it is done.</summary>
    public long Messages => pairs * messagesPerPair;

    /// <summary>Makes the pairs, lets them exchange all messages, and stops them again.</summary>
    public async Task RunAsync(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        Countdown running = new(2 * pairs);
        IActorRef[] firsts = new IActorRef[pairs];
        IActorRef[] seconds = new IActorRef[pairs];
        Props props = ActorFactory.Of(() => new Player(messagesPerPair / 2, running)).WithDispatcher(RunDispatchers.Run);
        for (int i = 0; i < pairs; i++)
        {
            firsts[i] = system.ActorOf(props);
            seconds[i] = system.ActorOf(props);
        }

        for (int i = 0; i < pairs; i++)
        {
            firsts[i].Tell(new Begin(seconds[i], inFlight));
        }

        await running.Done;
        foreach (IActorRef actor in firsts.Concat(seconds))
        {
            actor.Tell(PoisonPill.Instance);
        }
    }

    private sealed record Begin(IActorRef Opponent, int InFlight);

    private sealed record Ball;

    /// <summary>Done when every player has received its messages.</summary>
    private sealed class Countdown(int count)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = count;

        public Task Done => _done.Task;

        public void Signal()
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                _done.SetResult();
            }
        }
    }

    private sealed class Player(long limit, Countdown running) : UntypedActor
    {
        private static readonly Ball TheBall = new();

        private long _received;
        private long _sent;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Ball:
                    TakeBall();
                    break;
                case Begin begin:
                    for (int i = 0; i < begin.InFlight; i++)
                    {
                        Send(begin.Opponent);
                    }

                    break;
                default:
                    Unhandled(message);
                    break;
            }
        }

        private void TakeBall()
        {
            if (_sent < limit)
            {
                Send(Sender);
            }

            if (++_received == limit)
            {
                running.Signal();
            }
        }

        private void Send(IActorRef opponent)
        {
            _sent++;
            opponent.Tell(TheBall, Self);
        }
    }
}
