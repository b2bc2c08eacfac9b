namespace MarketSim.Cluster.Wire.Elements;

/// <summary>A message of a frame.</summary>
/// <param name="Slot">To the market: the slot it comes from. From the market: the slot it is for. <see cref="NoSlot"/> when it is for the host as a whole.</param>
internal readonly record struct SlotMessage(int Slot, object Message)
{
    public const int NoSlot = -1;
}
