namespace MarketSim.Actors.Cells;

/// <summary>What a supervisor remembers of one child's restarts.</summary>
internal sealed class RestartRecord
{
    private int _restartsInWindow;
    private long _windowStart;
    private int _backOffSteps;
    private long _lastRestart;

    /// <summary>Counts a restart; false when it is one too many for the strategy's window.</summary>
    public bool AllowsRestart(SupervisorStrategy strategy, TimeProvider clock)
    {
        if (strategy.MaxRestarts is not { } limit)
        {
            return true;
        }

        long now = clock.GetTimestamp();
        if (_restartsInWindow == 0 || (strategy.Window is { } window && clock.GetElapsedTime(_windowStart, now) > window))
        {
            _restartsInWindow = 0;
            _windowStart = now;
        }

        return ++_restartsInWindow <= limit;
    }

    /// <summary>How long the next restart waits: doubled each time, back to the shortest after a quiet spell.</summary>
    public TimeSpan NextDelay(BackOff backOff, ActorCell child)
    {
        if (_backOffSteps > 0 && child.System.TimeProvider.GetElapsedTime(_lastRestart) >= backOff.ResetAfter)
        {
            _backOffSteps = 0;
        }

        return backOff.Delay(_backOffSteps++, child.System.Seed, child.Path);
    }

    public void NoteRestart(TimeProvider clock) => _lastRestart = clock.GetTimestamp();
}
