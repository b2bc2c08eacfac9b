using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Progress;

/// <summary>The speed of a run, measured from the first report on: a resumed run does not begin at tick 0.</summary>
internal sealed class RunSpeed(TimeProvider timeProvider)
{
    private long? _firstTimestamp;
    private long _firstTick;

    public SpeedFigures Of(RunProgress progress)
    {
        if (_firstTimestamp is not { } first)
        {
            _firstTimestamp = timeProvider.GetTimestamp();
            _firstTick = progress.Tick;
            return new SpeedFigures(null, null);
        }

        double seconds = timeProvider.GetElapsedTime(first).TotalSeconds;
        long ticks = progress.Tick - _firstTick;
        if (seconds <= 0 || ticks <= 0)
        {
            return new SpeedFigures(null, null);
        }

        double ticksPerSecond = ticks / seconds;
        return new SpeedFigures(ticksPerSecond, TimeSpan.FromSeconds(Math.Ceiling((progress.TickCount - progress.Tick) / ticksPerSecond)));
    }
}

/// <param name="TicksPerSecond">Null until there is something to measure.</param>
/// <param name="Left">At this speed; null until there is one.</param>
internal readonly record struct SpeedFigures(double? TicksPerSecond, TimeSpan? Left);
