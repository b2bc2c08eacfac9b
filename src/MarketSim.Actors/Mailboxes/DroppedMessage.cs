namespace MarketSim.Actors.Mailboxes;

/// <summary>What a mailbox could not keep: for the dead letters, or, when refused, for the teller to hear about.</summary>
internal sealed class DroppedMessage(Envelope envelope, bool refused = false)
{
    public Envelope Envelope { get; } = envelope;

    public bool Refused { get; } = refused;
}
