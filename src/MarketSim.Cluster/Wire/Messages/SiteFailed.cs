namespace MarketSim.Cluster.Wire.Messages;

/// <summary>Node to coordinator: the site cannot go on in this generation.</summary>
/// <param name="Tick">The tick it was in; -1 before the first.</param>
/// <param name="Seat">The seat whose actor failed; <see cref="SeatMessage.NoSeat"/> when it was none of them.</param>
/// <param name="Message">For an operator.</param>
/// <param name="IsOutage">True when a service failed, such as the store, and not what runs at the site.</param>
internal sealed record SiteFailed(long Tick, int Seat, string Message, bool IsOutage);
