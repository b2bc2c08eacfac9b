namespace MarketSim.Actors.Mailboxes;

/// <summary>The mailbox of a stopped actor: everything is dropped.</summary>
internal sealed class ClosedMailbox : Mailbox
{
    public static readonly ClosedMailbox Instance = new();

    private ClosedMailbox()
    {
    }

    public override bool IsEmpty => true;

    public override int Count => 0;

    public override DroppedMessage? Add(object message, ActorRef? sender) => new(new Envelope(message, sender));

    public override void AddRegardlessOfCapacity(object message, ActorRef? sender)
    {
    }

    protected override bool RefillFromQueue() => false;

    protected override bool TryTakeNext(out Envelope envelope)
    {
        envelope = default;
        return false;
    }
}
