using MarketSim.Market.Book;

namespace MarketSim.Engine;

/// <summary>Receives the trades of a market as they happen.</summary>
public interface ITradeListener
{
    /// <summary>Called after each trade.</summary>
    /// <param name="tick">The tick in which it happened.</param>
    /// <param name="takerFee">The aggressor's fee in tick·lots.</param>
    /// <param name="makerFee">The resting side's fee in tick·lots.</param>
    void Traded(long tick, in BookEvent trade, long takerFee, long makerFee);
}
