using MarketSim.Actors.Cells;

namespace MarketSim.Actors;

/// <summary>What an actor can do with itself and its children; for use in its own handlers.</summary>
public readonly struct ActorContext
{
    private readonly ActorCell _cell;

    internal ActorContext(ActorCell cell) => _cell = cell;

    public ActorRef Self => _cell;

    /// <summary>Who sent the current message; the dead letters when nobody did.</summary>
    public ActorRef Sender => _cell.Sender ?? _cell.System.DeadLetters;

    public ActorSystem System => _cell.System;

    public Dispatcher Dispatcher => _cell.Dispatcher;

    /// <summary><c>null</c> only for the system's guardian.</summary>
    public ActorRef? Parent => _cell.Parent;

    /// <summary>The children that have not stopped, in the order of their creation; a copy.</summary>
    public IReadOnlyList<ActorRef> Children => _cell.SnapshotChildren();

    /// <summary>Named timers, cancelled when the actor stops or restarts.</summary>
    public ActorTimers Timers => _cell.Timers;

    /// <summary>The child of that name; <c>null</c> when there is none.</summary>
    public ActorRef? Child(string name) => _cell.FindChild(name);

    /// <summary>Makes a child, which this actor supervises.</summary>
    /// <param name="name">Letters, digits and <c>-_.*+:@&amp;=,!~';()%</c>, not starting with <c>$</c>, unique among the children; made up when left out.</param>
    /// <exception cref="ArgumentException">The name is malformed or taken.</exception>
    /// <exception cref="InvalidOperationException">This actor is stopping.</exception>
    public ActorRef ActorOf(Props props, string? name = null) => _cell.CreateChild(props, name);

    /// <summary>Stops an actor after the message that it is handling; what is left in its mailbox goes to the dead letters.</summary>
    public void Stop(ActorRef actor) => _cell.StopActor(actor);

    /// <summary>Has <see cref="Terminated"/> sent to this actor when the other stops, at once if it has stopped already.</summary>
    /// <exception cref="InvalidOperationException">Already watched with another message.</exception>
    public void Watch(ActorRef actor) => _cell.Watch(actor, message: null);

    /// <summary>Has <paramref name="message"/> sent to this actor, instead of <see cref="Terminated"/>, when the other stops.</summary>
    /// <exception cref="InvalidOperationException">Already watched with another message.</exception>
    public void WatchWith(ActorRef actor, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _cell.Watch(actor, message);
    }

    /// <summary>No notice comes any more, not even one that is already on its way.</summary>
    public void Unwatch(ActorRef actor) => _cell.Unwatch(actor);

    /// <summary>Replaces the current behaviour.</summary>
    public void Become(Action<object> behaviour) => _cell.Become(behaviour, stacked: false);

    /// <summary>Puts a behaviour on top of the current one, which <see cref="Unbecome"/> brings back.</summary>
    public void BecomeStacked(Action<object> behaviour) => _cell.Become(behaviour, stacked: true);

    /// <summary>Brings back the behaviour below; at the bottom is the actor's Receive, which stays.</summary>
    public void Unbecome() => _cell.Unbecome();

    /// <summary>Puts the current message aside.</summary>
    /// <exception cref="InvalidOperationException">It is aside already, or there is no current message.</exception>
    /// <exception cref="StashFullException">The stash is bounded and full.</exception>
    public void Stash() => _cell.StashCurrent();

    /// <summary>Brings the message that was stashed first back, before all others.</summary>
    public void Unstash() => _cell.Unstash();

    /// <summary>Brings all stashed messages back, in the order they came, before all others.</summary>
    public void UnstashAll() => _cell.UnstashAll();

    /// <summary>Has <see cref="ReceiveTimeout"/> sent to this actor whenever no message came for that long; <c>null</c> turns it off.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is zero or negative.</exception>
    public void SetReceiveTimeout(TimeSpan? timeout) => _cell.SetReceiveTimeout(timeout);
}
