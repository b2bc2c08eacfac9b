namespace MarketSim.Actors.Tests.Dispatching;

/// <summary>Two actors that keep returning the same message objects, for tests of what a Tell costs.</summary>
internal sealed class PingPong(int inFlight)
{
    private static readonly object Ball = new();

    private ActorRef? _first;
    private ActorRef? _second;

    public void Start(ActorSystem system)
    {
        _first = system.ActorOf(Props.Create(static () => new Player()));
        _second = system.ActorOf(Props.Create(static () => new Player()));
    }

    /// <summary>Has both sides receive that many messages, and waits until none is on its way.</summary>
    public async Task PlayAsync(int messages)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _first!.Tell(new Round(messages / 2, inFlight, _second!, done));
        await done.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private sealed record Round(int Messages, int InFlight, ActorRef Opponent, TaskCompletionSource Done);

    private sealed class Player : Actor
    {
        private Round? _round;
        private int _left;
        private int _out;

        protected override void Receive(object message)
        {
            if (message is Round round)
            {
                _round = round;
                _left = round.Messages;
                while (_out < round.InFlight)
                {
                    Serve(round);
                }
            }
            else if (_round is null)
            {
                Sender.Tell(message, Self);
            }
            else
            {
                TakeBack(_round);
            }
        }

        private void TakeBack(Round round)
        {
            _out--;
            if (_left > 0)
            {
                Serve(round);
            }
            else if (_out == 0)
            {
                round.Done.SetResult();
            }
        }

        private void Serve(Round round)
        {
            _left--;
            _out++;
            round.Opponent.Tell(Ball, Self);
        }
    }
}
