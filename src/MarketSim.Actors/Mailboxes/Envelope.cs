namespace MarketSim.Actors.Mailboxes;

/// <summary>A message and who sent it; <c>null</c> when nobody did.</summary>
internal readonly struct Envelope(object message, ActorRef? sender)
{
    public readonly object Message = message;
    public readonly ActorRef? Sender = sender;
}
