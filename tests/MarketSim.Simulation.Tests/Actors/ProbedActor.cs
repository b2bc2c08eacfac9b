using Akka.Actor;
using MarketSim.Simulation.Hosting;

namespace MarketSim.Simulation.Tests.Actors;

/// <summary>An actor of a contract test: what it does with a message is the test's.</summary>
internal sealed class ProbedActor(Action<ProbedActor, object> receive, Action<string>? lives = null) : UntypedActor, IWithTimers
{
    public ITimerScheduler Timers { get; set; } = null!;

    public IActorRef From => Sender;

    public IUntypedActorContext Cell => Context;

    public static Props Of(Action<ProbedActor, object> receive, Action<string>? lives = null) => ActorFactory.Of(() => new ProbedActor(receive, lives));

    /// <summary>An actor that notes what it receives.</summary>
    public static Props Noting(List<object> notes) => Of((_, message) => notes.Add(message));

    protected override void OnReceive(object message) => receive(this, message);

    protected override void PreStart()
    {
        lives?.Invoke("starts");
        base.PreStart();
    }

    protected override void PreRestart(Exception reason, object message)
    {
        lives?.Invoke($"fails at {message}");
        base.PreRestart(reason, message);
    }

    protected override void PostRestart(Exception reason)
    {
        lives?.Invoke("restarts");
        base.PostRestart(reason);
    }

    protected override void PostStop()
    {
        lives?.Invoke("stops");
        base.PostStop();
    }
}
