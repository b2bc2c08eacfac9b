using MarketSim.Actors.Cells;
using MarketSim.Actors.Dispatching;
using MarketSim.Actors.References;

namespace MarketSim.Actors;

/// <summary>
/// The address of an actor, valid in any thread and after the actor has stopped. A transport derives from it to give
/// actors of other nodes a reference here.
/// </summary>
public abstract class ActorRef
{
    public abstract ActorPath Path { get; }

    /// <summary>
    /// Messages that wait for the actor; the one being handled does not count. For whoever watches a system: it may have changed by the time it
    /// is read. 0 where it cannot be known, as for an actor of another node.
    /// </summary>
    public virtual int MailboxDepth => 0;

    /// <summary>The system that this reference is used in: its clock times <see cref="Ask{T}"/>.</summary>
    protected internal abstract ActorSystem System { get; }

    /// <summary>Sends and does not wait: at most once, in order for each sender and receiver.</summary>
    /// <param name="message">Immutable, or never touched again by the sender.</param>
    /// <param name="sender">Whom an answer goes to; when left out inside an actor, that actor.</param>
    /// <exception cref="MailboxFullException">The mailbox is bounded, full, and refuses.</exception>
    public abstract void Tell(object message, ActorRef? sender = null);

    /// <summary>
    /// Sends and returns the first answer. An answer <see cref="Failure"/> makes the task fail with its cause, one of another
    /// type with <see cref="InvalidCastException"/>.
    /// </summary>
    /// <param name="timeout">Positive, by the system's <see cref="TimeProvider"/>, or <see cref="Timeout.InfiniteTimeSpan"/>; beyond it the task fails with <see cref="AskTimeoutException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is zero or negative.</exception>
    public Task<T> Ask<T>(object message, TimeSpan timeout, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (timeout <= TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "The timeout of an Ask must be positive or infinite.");
        }

        AskRef<T> answer = new(this, timeout, ct);
        Tell(message, answer);

        // The asker may block on the answer: nobody may wait for this thread.
        Worker.ReleaseNext();
        return answer.Task;
    }

    /// <summary>Passes a message on with the sender that it came from; only inside an actor.</summary>
    /// <exception cref="InvalidOperationException">No actor is running in this thread.</exception>
    public void Forward(object message)
    {
        ActorCell current = ActorCell.Current
            ?? throw new InvalidOperationException("Forward keeps the sender of the current message: call it inside an actor.");
        Tell(message, current.Sender);
    }

    public override string ToString() => Path.ToString();

    /// <summary>Called when an actor begins to watch this one; a reference that cannot know counts as stopped.</summary>
    protected internal virtual void AddWatcher(ActorRef watcher) => ReportTermination(watcher);

    /// <summary>Called when an actor no longer watches this one.</summary>
    protected internal virtual void RemoveWatcher(ActorRef watcher)
    {
    }

    /// <summary>Stops the actor after the message that it is handling.</summary>
    protected internal virtual void Stop() => Tell(PoisonPill.Instance);

    /// <summary>Tells a watcher that this actor has stopped.</summary>
    protected void ReportTermination(ActorRef watcher)
    {
        ArgumentNullException.ThrowIfNull(watcher);
        if (watcher is ActorCell cell)
        {
            cell.SendSystem(new DeathNotice(this));
        }
        else
        {
            watcher.Tell(new Terminated(this), this);
        }
    }
}
