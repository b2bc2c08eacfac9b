namespace MarketSim.Actors.Tests;

/// <summary>An actor made of functions, so that a test shows in one place what its actors do.</summary>
internal sealed class TestActor(Action<object, TestActor>? receive = null) : Actor
{
    public Action<TestActor>? OnPreStart { get; init; }

    public Action<TestActor>? OnPostStop { get; init; }

    public Action<TestActor, Exception, object?>? OnPreRestart { get; init; }

    public Action<TestActor, Exception>? OnPostRestart { get; init; }

    public new ActorRef Self => base.Self;

    public new ActorRef Sender => base.Sender;

    public new ActorContext Context => base.Context;

    public static Props Props(Action<object, TestActor>? receive = null) => Actors.Props.Create(() => new TestActor(receive));

    public new void Unhandled(object message) => base.Unhandled(message);

    protected override void Receive(object message) => receive?.Invoke(message, this);

    protected override void PreStart() => OnPreStart?.Invoke(this);

    protected override void PostStop() => OnPostStop?.Invoke(this);

    protected override void PreRestart(Exception reason, object? message)
    {
        OnPreRestart?.Invoke(this, reason, message);
        base.PreRestart(reason, message);
    }

    protected override void PostRestart(Exception reason)
    {
        OnPostRestart?.Invoke(this, reason);
        base.PostRestart(reason);
    }
}
