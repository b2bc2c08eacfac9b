using MarketSim.Engine;
using MarketSim.Market.Orders;
using MarketSim.Results.Recording;

namespace MarketSim.Simulation.Running;

/// <summary>Reports the progress of a run at intervals. The clock only decides when it reports, never what happens.</summary>
public sealed class ProgressReporter
{
    // Reading the clock costs more than an idle tick does.
    private const int TicksPerPoll = 64;

    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _interval;
    private readonly Action<RunProgress>? _observer;
    private readonly long _tickCount;
    private long _lastReported;
    private int _ticks;
    private int _endedEpisodes;

    /// <param name="options">Observer and interval.</param>
    /// <param name="tickCount">Of the whole run.</param>
    public ProgressReporter(RunOptions options, long tickCount)
    {
        ArgumentNullException.ThrowIfNull(options);
        _timeProvider = options.TimeProvider;
        _interval = options.ProgressInterval;
        _observer = options.Progress;
        _tickCount = tickCount;
        _lastReported = _timeProvider.GetTimestamp();
    }

    internal void TickClosed(MarketEngine engine, RunRecorder recorder)
    {
        if (_observer is null)
        {
            return;
        }

        bool endsEpisode = recorder.EndedEpisodes != _endedEpisodes;
        _endedEpisodes = recorder.EndedEpisodes;
        bool isPolled = ++_ticks % TicksPerPoll == 0;
        if ((!endsEpisode && !isPolled) || _timeProvider.GetElapsedTime(_lastReported) < _interval)
        {
            return;
        }

        _lastReported = _timeProvider.GetTimestamp();
        Price? bid = engine.Venue.Book.BestBid;
        Price? ask = engine.Venue.Book.BestAsk;
        long? spread = bid is { } bestBid && ask is { } bestAsk ? bestAsk - bestBid : null;
        _observer(new RunProgress(engine.Tick, _tickCount, engine.Venue.LastPrice, spread, engine.VenueCounters, engine.AgentCounters.Messages)
        {
            Training = recorder.Training,
        });
    }
}
