using Akka.Actor;
using MarketSim.Simulation.Hosting;

namespace MarketSim.Simulation.Tests.Actors;

/// <summary>An actor that has children, talks to them, fails, is silent, waits for tasks and watches: everything in which an order could hide.</summary>
internal sealed class Crowd : UntypedActor, IWithTimers
{
    private readonly int _depth;
    private readonly List<IActorRef> _children = [];
    private int _received;

    public Crowd(int depth) => _depth = depth;

    public ITimerScheduler Timers { get; set; } = null!;

    public static string Describe(object message) => message switch
    {
        IWrappedMessage wrapped => Describe(wrapped.Message),
        Terminated terminated => $"{nameof(Terminated)} {terminated.ActorRef.Path.Name}",
        _ => message.ToString()!,
    };

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer("tick", "tick", TimeSpan.FromMilliseconds(70 + (10 * _depth)));
        Context.SetReceiveTimeout(TimeSpan.FromMilliseconds(65));
    }

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(exception => exception is InvalidOperationException ? Directive.Restart : Directive.Stop);

    protected override void OnReceive(object message)
    {
        _received++;
        switch (message)
        {
            case Spawn when _depth < 3 && _children.Count < 4:
                IActorRef child = Context.ActorOf(ActorFactory.Of(() => new Crowd(_depth + 1)));
                Context.Watch(child);
                _children.Add(child);
                child.Tell(new Spawn());
                break;
            case Fail:
                throw _received % 2 == 0 ? new InvalidOperationException() : new NotSupportedException();
            case Terminated terminated:
                _children.Remove(terminated.ActorRef);
                break;
            case "tick" when _received % 5 == 0:
                Context.Parent.Tell(new Piped(_received));
                _ = Wait(_received).PipeTo(Self, Self, static number => new Piped(number));
                break;
            case "tick":
                Self.Tell(new Spawn());
                break;
            case ReceiveTimeout:
                _children.ForEach(static told => told.Tell(new Spawn()));
                break;
            case Piped when _received % 7 == 0 && _children.Count > 0:
                _children[_received % _children.Count].Tell(new Fail());
                break;
        }
    }

    private static async Task<int> Wait(int number)
    {
        await Task.CompletedTask;
        return number;
    }

    public sealed record Spawn;

    public sealed record Fail;

    public sealed record Piped(int Number);
}
