using MarketSim.Engine;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Results.Recording;

/// <summary>
/// Watches a run that is carried out in this process, and may hold the market between two ticks; nothing of it changes the result. All calls but what it
/// releases come from the market's actor, one at a time, so each must be short. An observer that throws is left out from then on.
/// </summary>
public interface IRunObserver
{
    /// <summary>The market is new or restored, and its first tick is about to open.</summary>
    void Begins(RunView run);

    /// <summary>True when the next tick may open.</summary>
    /// <param name="tick">The tick that would open.</param>
    /// <param name="release">To be called, from any thread, when the answer was no and is to be asked for again.</param>
    bool MayOpen(long tick, Action release);

    /// <summary>A participant answered the open tick. The memory is valid during the call.</summary>
    void Requested(ReadOnlySpan<OrderRequest> requests);

    /// <summary>A trade, as it becomes a row of <c>trades.csv</c>; those against the venue's own account included.</summary>
    void Traded(long tick, in BookEvent trade);

    /// <summary>Rows of <c>book.csv</c>, <c>metrics.csv</c> and <c>groups.csv</c> were written.</summary>
    /// <param name="tick">Of the rows.</param>
    /// <param name="time">Of the rows.</param>
    void Sampled(RunView run, long tick, SimulatedTime time);

    /// <summary>A tick is closed; where an episode ended with it, the next one has begun.</summary>
    void TickClosed(RunView run, TickReports reports);
}
