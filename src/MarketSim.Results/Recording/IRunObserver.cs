using MarketSim.Engine;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Results.Recording;

/// <summary>
/// Observes a run of this process, and may hold the market between two ticks, neither of which changes the result. All methods are called by the market's
/// actor, one at a time, so each must be short. An observer that throws is called no more.
/// </summary>
public interface IRunObserver
{
    /// <summary>The market is new or restored, and its first tick is about to open.</summary>
    void Begins(RunView run);

    /// <summary>True when the next tick may open; false to hold the market.</summary>
    /// <param name="tick">The tick that would open.</param>
    /// <param name="release">To be called, from any thread, once after false was returned: the market then asks again.</param>
    bool MayOpen(long tick, Action release);

    /// <summary>A participant answered the open tick. The memory is valid during the call.</summary>
    void Requested(ReadOnlySpan<OrderRequest> requests);

    /// <summary>A trade, as it becomes a row of <c>trades.csv</c>; those against the venue's own account included.</summary>
    void Traded(long tick, in BookEvent trade);

    /// <summary>Rows of <c>book.csv</c>, <c>metrics.csv</c> and <c>groups.csv</c> were written.</summary>
    /// <param name="tick">Tick of the rows.</param>
    /// <param name="time">Simulated time of the rows.</param>
    void Sampled(RunView run, long tick, SimulatedTime time);

    /// <summary>A tick is closed; where an episode ended with it, the next one has begun.</summary>
    void TickClosed(RunView run, TickReports reports);
}
