namespace MarketSim.Actors.Mailboxes;

/// <summary>
/// The messages that wait for one actor. Methods "under the gate" are called by any thread that holds the cell's gate;
/// the others only by the activation that runs the actor.
/// </summary>
internal abstract class Mailbox
{
    // Unstashed messages go before everything else; the next one is on top.
    private Stack<Envelope>? _front;

    /// <summary>Under the gate.</summary>
    public abstract bool IsEmpty { get; }

    /// <summary>Under the gate, by any thread. What an activation takes meanwhile may or may not count.</summary>
    public abstract int Count { get; }

    /// <summary>Under the gate. Returns what had to go, if anything had to.</summary>
    public abstract DroppedMessage? Add(object message, ActorRef? sender);

    /// <summary>Under the gate. For messages of the kernel, which no capacity may drop.</summary>
    public abstract void AddRegardlessOfCapacity(object message, ActorRef? sender);

    /// <summary>Under the gate. Hands waiting messages to the activation; false when none waits.</summary>
    public bool Refill() => _front is { Count: > 0 } || RefillFromQueue();

    /// <summary>Under the gate, for an activation that begins: what it could do itself by a <see cref="Refill"/>, one entry of the gate cheaper.</summary>
    public virtual void HandOver()
    {
    }

    public bool TryTake(out Envelope envelope) =>
        _front is { Count: > 0 } ? _front.TryPop(out envelope) : TryTakeNext(out envelope);

    /// <summary>Puts messages, given in their order, before all that wait.</summary>
    public void PutInFront(ReadOnlySpan<Envelope> envelopes)
    {
        _front ??= new Stack<Envelope>();
        for (int i = envelopes.Length - 1; i >= 0; i--)
        {
            _front.Push(envelopes[i]);
        }
    }

    /// <summary>Under the gate.</summary>
    protected abstract bool RefillFromQueue();

    protected abstract bool TryTakeNext(out Envelope envelope);

    protected int FrontCount => _front?.Count ?? 0;

    protected bool FrontIsEmpty => _front is not { Count: > 0 };
}
