using MarketSim.Engine;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Results.Recording;

namespace MarketSim.Serving.Tests.Onnx;

/// <summary>Interrupts a run as it has closed a tick, on the market's own thread: no test waits for a time.</summary>
internal sealed class InterruptAt(long tick, Action interrupt) : IRunObserver
{
    private bool _isDone;

    public void Begins(RunView run)
    {
    }

    // Held from there on: the interruption comes by message, and a quick market may be over before.
    public bool MayOpen(long tick, Action release) => !_isDone;

    public void Requested(ReadOnlySpan<OrderRequest> requests)
    {
    }

    public void Traded(long tick, in BookEvent trade)
    {
    }

    public void Sampled(RunView run, long tick, SimulatedTime time)
    {
    }

    public void TickClosed(RunView run, TickReports reports)
    {
        if (!_isDone && run.Engine.Tick >= tick)
        {
            _isDone = true;
            interrupt();
        }
    }
}
