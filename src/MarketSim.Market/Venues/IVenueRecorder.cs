using MarketSim.Market.Book;

namespace MarketSim.Market.Venues;

/// <summary>Keeps what the run writes down of the venue's events. It only listens.</summary>
public interface IVenueRecorder
{
    /// <param name="takerFee">The aggressor's fee in tick·lots.</param>
    /// <param name="makerFee">The resting side's fee in tick·lots.</param>
    void Traded(long tick, in BookEvent trade, long takerFee, long makerFee);
}
