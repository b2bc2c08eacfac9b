using MarketSim.Actors.Cells;
using MarketSim.Actors.Dispatching;

namespace MarketSim.Actors;

/// <summary>
/// Runs nothing by itself: whoever drives it runs one message at a time, of an actor picked by the seed among those that
/// have messages. The same seed and the same messages give the same order; another seed another one that is as valid.
/// </summary>
/// <remarks>To be driven, and told messages, from one thread. Time is the system's <see cref="TimeProvider"/>, a virtual one.</remarks>
public sealed class SimulatedDispatcher(ulong seed) : Dispatcher
{
    private readonly List<ActorCell> _runnable = [];
    private SplitMix _chance = new(seed);
    private bool _running;

    /// <summary>Messages run so far, system messages and empty turns included.</summary>
    public long Steps { get; private set; }

    public bool IsIdle => _runnable.Count == 0;

    public override bool IsSingleThreaded => true;

    /// <summary>Runs one message of one actor; false when no actor has any.</summary>
    public bool Step()
    {
        if (_runnable.Count == 0)
        {
            return false;
        }

        int pick = _chance.NextBelow(_runnable.Count);
        ActorCell cell = _runnable[pick];
        _runnable[pick] = _runnable[^1];
        _runnable.RemoveAt(_runnable.Count - 1);
        Steps++;
        if (cell.Run(budget: 1))
        {
            _runnable.Add(cell);
        }

        return true;
    }

    /// <summary>Runs until no actor has a message; does nothing inside a step.</summary>
    public void RunUntilIdle()
    {
        if (_running)
        {
            return;
        }

        _running = true;
        try
        {
            while (Step())
            {
            }
        }
        finally
        {
            _running = false;
        }
    }

    internal override void Schedule(ActorCell cell) => _runnable.Add(cell);

    internal override void RunWhatIsDue() => RunUntilIdle();
}
