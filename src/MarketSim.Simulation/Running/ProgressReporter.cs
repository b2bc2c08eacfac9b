using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Simulation.Training;

namespace MarketSim.Simulation.Running;

/// <summary>Tells an observer now and then where a run stands. The clock only decides when to tell, never what happens.</summary>
internal sealed class ProgressReporter
{
    // Reading the clock costs more than an idle tick does.
    private const int TicksPerLook = 64;

    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _interval;
    private readonly Action<RunProgress>? _observer;
    private readonly long _tickCount;
    private long _lastTold;
    private int _ticks;

    public ProgressReporter(RunOptions options, long tickCount)
    {
        _timeProvider = options.TimeProvider;
        _interval = options.ProgressInterval;
        _observer = options.Progress;
        _tickCount = tickCount;
        _lastTold = _timeProvider.GetTimestamp();
    }

    /// <param name="counters">Of the whole run.</param>
    public void TickClosed<TState>(
        long tick, Venue venue, in VenueCounters counters, TState state, Func<TState, long> messages, Func<TState, TrainingStand?> training)
    {
        if (_observer is null || ++_ticks % TicksPerLook != 0 || _timeProvider.GetElapsedTime(_lastTold) < _interval)
        {
            return;
        }

        _lastTold = _timeProvider.GetTimestamp();
        Price? bid = venue.Book.BestBid;
        Price? ask = venue.Book.BestAsk;
        long? spread = bid is { } bestBid && ask is { } bestAsk ? bestAsk - bestBid : null;
        _observer(new RunProgress(tick, _tickCount, venue.LastPrice, spread, counters, messages(state)) { Training = training(state) });
    }
}
