using MarketSim.Engine;
using MarketSim.Results;
using MarketSim.Simulation.Participants;

namespace MarketSim.Simulation.Running;

/// <summary>The next step of the market.</summary>
internal enum MarketStep
{
    OpenTick,

    /// <summary>All messages that wait are processed first.</summary>
    YieldTurn,

    TakeCheckpoint,

    EndRun,
}

/// <summary>Decides between two ticks whether the next one opens, a checkpoint is taken, or the run is over.</summary>
/// <param name="checkpointEveryTicks">Null for none by tick.</param>
internal sealed class MarketClock(MarketEngine engine, long? checkpointEveryTicks)
{
    /// <summary>Ticks without any participant that are closed before other messages get their turn.</summary>
    private const int LoneTicksPerTurn = 256;

    private long _nextCheckpointTick = long.MaxValue;
    private bool _checkpointRequested;
    private int _ticksInTurn;

    /// <summary>The status that the next checkpoint has.</summary>
    public RunStatus Status { get; private set; } = RunStatus.Running;

    /// <summary>Schedules the first checkpoint, at the start or after the engine is restored.</summary>
    public void Begin() => ScheduleCheckpointAfter(engine.Tick + 1);

    /// <summary>Begins a turn: a message is being processed.</summary>
    public void BeginTurn() => _ticksInTurn = 0;

    public void RequestCheckpoint(bool thenStop)
    {
        if (Status == RunStatus.Finished)
        {
            // The last checkpoint is being taken already.
            return;
        }

        _checkpointRequested = true;
        Status = thenStop ? RunStatus.Interrupted : Status;
    }

    public MarketStep Next()
    {
        if (_ticksInTurn == LoneTicksPerTurn)
        {
            return MarketStep.YieldTurn;
        }

        long tick = engine.NextDueTick;
        if (tick >= engine.Calendar.TickCount)
        {
            Status = RunStatus.Finished;
            return MarketStep.EndRun;
        }

        if (_checkpointRequested || tick >= _nextCheckpointTick)
        {
            _checkpointRequested = false;
            ScheduleCheckpointAfter(tick);
            return MarketStep.TakeCheckpoint;
        }

        _ticksInTurn++;
        return MarketStep.OpenTick;
    }

    private void ScheduleCheckpointAfter(long tick)
    {
        if (checkpointEveryTicks is { } every)
        {
            _nextCheckpointTick = ((tick / every) + 1) * every;
        }
    }
}
