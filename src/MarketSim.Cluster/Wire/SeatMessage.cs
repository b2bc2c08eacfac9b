namespace MarketSim.Cluster.Wire;

/// <summary>A message of a frame.</summary>
/// <param name="Seat">To the market: the seat it comes from. From the market: the seat it is for. <see cref="NoSeat"/> when it is for the site as a whole.</param>
internal readonly record struct SeatMessage(int Seat, object Message)
{
    public const int NoSeat = -1;
}
