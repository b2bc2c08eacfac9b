namespace MarketSim.Simulation.Running;

/// <summary>The barrier that the answers of the participants close.</summary>
internal enum BarrierPhase
{
    Preparation,

    Tick,

    Checkpoint,
}

/// <summary>The participants whose answers the market awaits before it continues.</summary>
internal sealed class TickBarrier(int participants)
{
    private readonly bool[] _isAwaited = new bool[participants];
    private int _awaited;
    private BarrierPhase _phase;

    /// <summary>True when all have answered.</summary>
    public bool IsComplete => _awaited == 0;

    /// <summary>True for an answer that is awaited. A repeated or late one must not complete the barrier in place of another.</summary>
    public bool IsAwaited(BarrierPhase phase, int participant) => phase == _phase && _isAwaited[participant];

    /// <summary>Begins another phase, once the one before is complete.</summary>
    public void Begin(BarrierPhase phase) => _phase = phase;

    public void Await(int participant)
    {
        _isAwaited[participant] = true;
        _awaited++;
    }

    /// <summary>Records the answer of a participant that is awaited.</summary>
    /// <returns>True if it was the last one.</returns>
    public bool Answered(int participant)
    {
        _isAwaited[participant] = false;
        return --_awaited == 0;
    }
}
