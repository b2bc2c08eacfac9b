namespace MarketSim.Actors.Mailboxes;

/// <summary>A run of envelopes in a chain; filled by tellers, then detached and emptied by the activation.</summary>
internal sealed class Segment(int capacity)
{
    public readonly Envelope[] Items = new Envelope[capacity];
    public int Count;
    public Segment? Next;

    public int Capacity => Items.Length;
}
