namespace MarketSim.Actors.Mailboxes;

/// <summary>At most <paramref name="capacity"/> messages wait; the one being handled does not count.</summary>
internal sealed class BoundedMailbox(int capacity, MailboxOverflow overflow) : Mailbox
{
    private readonly Queue<Envelope> _waiting = new();

    // Taken one at a time, so that tellers may still drop the oldest of those that wait.
    private Envelope _next;

    public override bool IsEmpty => _waiting.Count == 0 && _next.Message is null && FrontIsEmpty;

    public override int Count => _waiting.Count + (_next.Message is null ? 0 : 1) + FrontCount;

    public override DroppedMessage? Add(object message, ActorRef? sender)
    {
        Envelope envelope = new(message, sender);
        if (_waiting.Count < capacity)
        {
            _waiting.Enqueue(envelope);
            return null;
        }

        if (overflow == MailboxOverflow.DropOldest)
        {
            DroppedMessage oldest = new(_waiting.Dequeue());
            _waiting.Enqueue(envelope);
            return oldest;
        }

        return new DroppedMessage(envelope, refused: overflow == MailboxOverflow.Refuse);
    }

    public override void AddRegardlessOfCapacity(object message, ActorRef? sender) =>
        _waiting.Enqueue(new Envelope(message, sender));

    protected override bool RefillFromQueue() => _next.Message is not null || _waiting.TryDequeue(out _next);

    protected override bool TryTakeNext(out Envelope envelope)
    {
        envelope = _next;
        _next = default;
        return envelope.Message is not null;
    }
}
