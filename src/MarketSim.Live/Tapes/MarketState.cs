namespace MarketSim.Live.Tapes;

/// <summary>A market at one moment, in currency, units and seconds; NaN where there is nothing, e.g. no bid.</summary>
/// <param name="Tick">The tick closed last, or that of the sample.</param>
/// <param name="Volume">Units traded since the run began.</param>
/// <param name="Bids">Price and quantity of each level, best first.</param>
/// <param name="Asks">Price and quantity of each level, best first.</param>
internal sealed record MarketState(
    long Tick,
    double Time,
    double Bid,
    double BidQuantity,
    double Ask,
    double AskQuantity,
    double Mid,
    double Last,
    double Volume,
    double Fundamental,
    IReadOnlyList<double[]> Bids,
    IReadOnlyList<double[]> Asks,
    MarketCounts Counts,
    IReadOnlyList<GroupState> Groups);

/// <summary>Counted since the run began.</summary>
internal readonly record struct MarketCounts(long Orders, long Cancels, long Amendments, long Trades, long Refusals, long Messages);

/// <summary>A group of agents as a whole.</summary>
/// <param name="Cash">Currency.</param>
/// <param name="Inventory">Units.</param>
/// <param name="Profit">Currency, at the last price, since the episode began.</param>
internal readonly record struct GroupState(double Cash, double Inventory, double Profit);
