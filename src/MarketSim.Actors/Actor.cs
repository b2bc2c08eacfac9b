using MarketSim.Actors.Cells;

namespace MarketSim.Actors;

/// <summary>
/// State and behaviour behind a reference; handles one message at a time. Made by <see cref="ActorSystem.ActorOf"/> or
/// <see cref="ActorContext.ActorOf"/>, never directly.
/// </summary>
public abstract class Actor
{
    private readonly ActorCell _cell;

    /// <exception cref="InvalidOperationException">Not called by the factory of <see cref="Props"/>.</exception>
    protected Actor()
    {
        _cell = ActorCell.UnderConstruction
            ?? throw new InvalidOperationException("An actor is made by ActorOf, from its Props; it cannot be made with 'new' elsewhere.");
    }

    protected ActorRef Self => _cell;

    /// <summary>Who sent the current message; the dead letters when nobody did.</summary>
    protected ActorRef Sender => _cell.Sender ?? _cell.System.DeadLetters;

    /// <summary>Valid in this actor's own handlers only, not in tasks that they start.</summary>
    protected ActorContext Context => new(_cell);

    internal bool BelongsTo(ActorCell cell) => ReferenceEquals(_cell, cell);

    internal void Handle(object message) => Receive(message);

    internal void CallPreStart() => PreStart();

    internal void CallPostStop() => PostStop();

    internal void CallPreRestart(Exception reason, object? message) => PreRestart(reason, message);

    internal void CallPostRestart(Exception reason) => PostRestart(reason);

    internal SupervisorStrategy CallSupervisorStrategy() => SupervisorStrategy();

    protected abstract void Receive(object message);

    /// <summary>Before the first message.</summary>
    protected virtual void PreStart()
    {
    }

    /// <summary>After the last message, when all children have stopped.</summary>
    protected virtual void PostStop()
    {
    }

    /// <summary>On the failed instance, before it is replaced. By default stops all children and calls <see cref="PostStop"/>.</summary>
    /// <param name="message">The message at which the actor failed, if it failed at one.</param>
    protected virtual void PreRestart(Exception reason, object? message)
    {
        foreach (ActorRef child in Context.Children)
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }

        PostStop();
    }

    /// <summary>On the new instance. By default calls <see cref="PreStart"/>.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    /// <summary>What happens when a child fails, unless <see cref="Props.WithSupervision"/> says it.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() => Actors.SupervisorStrategy.Default;

    /// <summary>Publishes <see cref="UnhandledMessage"/>; an unhandled <see cref="Terminated"/> throws <see cref="DeathPactException"/>.</summary>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
        {
            throw new DeathPactException(terminated.Actor.Path);
        }

        _cell.System.EventStream.Publish(new UnhandledMessage(message, _cell.Sender, Self));
    }
}
