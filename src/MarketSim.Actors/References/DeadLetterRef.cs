using MarketSim.Actors.Mailboxes;

namespace MarketSim.Actors.References;

internal sealed class DeadLetterRef(ActorSystem system) : ActorRef
{
    public override ActorPath Path => new(system.Name, parent: null, "deadLetters");

    protected internal override ActorSystem System => system;

    public override void Tell(object message, ActorRef? sender = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        system.PublishDeadLetter(new Envelope(message, sender ?? Cells.ActorCell.Current), this);
    }

    protected internal override void Stop()
    {
    }
}
