using MarketSim.Market.Accounts;
using MarketSim.Market.Book;

namespace MarketSim.Market.Venues;

/// <summary>Hears of the venue's events as they happen. It only listens.</summary>
public interface IVenueListener
{
    /// <param name="takerFee">The aggressor's fee in tick·lots.</param>
    /// <param name="makerFee">The resting side's fee in tick·lots.</param>
    void Traded(long tick, in BookEvent trade, long takerFee, long makerFee);

    /// <summary>An account event for the owner of an order, in the order of the events.</summary>
    void Notify(in AccountEvent accountEvent);
}
