using MarketSim.Engine;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Results.Recording;

/// <summary>The calls of a run to its observer: without one they do nothing, and one that throws is called no more, because it must not end the run.</summary>
public sealed class RunObservation(IRunObserver? observer)
{
    private IRunObserver? _observer = observer;
    private RunView? _view;

    internal void Begins(RunView view)
    {
        if (_observer is not null)
        {
            _view = view;
            Guard(static (observer, view) => observer.Begins(view));
        }
    }

    /// <inheritdoc cref="IRunObserver.MayOpen"/>
    public bool MayOpen(long tick, Action release)
    {
        if (_observer is null)
        {
            return true;
        }

        try
        {
            return _observer.MayOpen(tick, release);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _observer = null;
            return true;
        }
    }

    /// <inheritdoc cref="IRunObserver.Requested"/>
    public void Requested(ReadOnlySpan<OrderRequest> requests)
    {
        if (_observer is not null)
        {
            try
            {
                _observer.Requested(requests);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                _observer = null;
            }
        }
    }

    internal void Traded(long tick, in BookEvent trade)
    {
        if (_observer is not null)
        {
            try
            {
                _observer.Traded(tick, trade);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                _observer = null;
            }
        }
    }

    internal void Sampled(long tick, SimulatedTime time)
    {
        if (_observer is not null)
        {
            Guard((observer, view) => observer.Sampled(view, tick, time));
        }
    }

    /// <summary>A tick has closed.</summary>
    /// <param name="reports">What participants reported to the market within it.</param>
    public void TickClosed(TickReports reports)
    {
        if (_observer is not null)
        {
            try
            {
                _observer.TickClosed(_view!, reports);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                _observer = null;
            }
        }
    }

    // For calls that are rare: elsewhere a delegate would be an allocation, and cannot capture a span.
    private void Guard(Action<IRunObserver, RunView> call)
    {
        try
        {
            call(_observer!, _view!);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _observer = null;
        }
    }
}
