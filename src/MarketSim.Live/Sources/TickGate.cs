namespace MarketSim.Live.Sources;

/// <summary>Decides when the market may open its next tick: at once, at a pace, or when a viewer says so. It changes when a tick opens, never what happens in it.</summary>
internal sealed class TickGate(TimeProvider timeProvider) : IDisposable
{
    private const double MaxTicksPerSecond = 1 << 14;
    private const double MinTicksPerSecond = 1;

    /// <summary>Ticks that may open together at a pace that timers are too coarse for, as seconds of that pace.</summary>
    private const double BurstSeconds = 0.05;

    private readonly Lock _lock = new();
    private volatile bool _isOpen = true;
    private bool _isPaused;
    private long _steps;
    private double? _ticksPerSecond;
    private double _allowance;
    private long _since;
    private Action? _held;
    private ITimer? _timer;

    public bool IsPaused
    {
        get
        {
            lock (_lock)
            {
                return _isPaused;
            }
        }
    }

    /// <summary>True when the next tick would not open now. Only the market takes steps, so the answer holds for the market until a viewer changes it.</summary>
    public bool Holds
    {
        get
        {
            if (_isOpen)
            {
                return false;
            }

            lock (_lock)
            {
                return _isPaused && _steps == 0;
            }
        }
    }

    /// <summary>The limit of the speed; null for unlimited.</summary>
    public double? TicksPerSecond
    {
        get
        {
            lock (_lock)
            {
                return _ticksPerSecond;
            }
        }
    }

    /// <param name="release">Called once when the answer may be another.</param>
    public bool MayOpen(Action release)
    {
        // One read when the gate is open.
        return _isOpen || MayOpenSlowly(release);
    }

    public void Pause() => Change(() => (_isPaused, _steps) = (true, 0));

    public void Resume() => Change(() => _isPaused = false);

    /// <summary>Pauses, and lets one more tick through.</summary>
    public void Step() => Change(() => (_isPaused, _steps) = (true, _steps + 1));

    /// <summary>Half as fast as it goes now.</summary>
    /// <param name="measured">Ticks a second that were measured, where no pace is set yet.</param>
    public void Slower(double measured) => Change(() => _ticksPerSecond = Math.Max(MinTicksPerSecond, (_ticksPerSecond ?? Math.Clamp(measured, MinTicksPerSecond, MaxTicksPerSecond)) / 2));

    /// <summary>Twice as fast; without a limit behind the fastest pace.</summary>
    public void Faster() => Change(() => _ticksPerSecond = _ticksPerSecond * 2 is { } doubled && doubled <= MaxTicksPerSecond ? doubled : null);

    /// <summary>Removes the limit of the speed.</summary>
    public void Unlimited() => Change(() => _ticksPerSecond = null);

    /// <summary>Has a market that is held ask once more.</summary>
    public void AskAgain() => Release();

    public void Dispose()
    {
        // A market that is held must not wait for a server that is gone.
        Change(() => (_isPaused, _ticksPerSecond) = (false, null));
        _timer?.Dispose();
    }

    private bool MayOpenSlowly(Action release)
    {
        lock (_lock)
        {
            if (_isOpen)
            {
                return true;
            }

            if (_isPaused)
            {
                if (_steps == 0)
                {
                    _held = release;
                    return false;
                }

                _steps--;
                return true;
            }

            double pace = _ticksPerSecond!.Value;
            long now = timeProvider.GetTimestamp();
            _allowance = Math.Min(Math.Max(1, pace * BurstSeconds), _allowance + (timeProvider.GetElapsedTime(_since, now).TotalSeconds * pace));
            _since = now;
            if (_allowance >= 1)
            {
                _allowance--;
                return true;
            }

            _held = release;
            var wait = TimeSpan.FromSeconds((1 - _allowance) / pace);
            _timer ??= timeProvider.CreateTimer(static gate => ((TickGate)gate!).Release(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
            return false;
        }
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            _isOpen = !_isPaused && _ticksPerSecond is null;
            _since = timeProvider.GetTimestamp();
        }

        Release();
    }

    // The market asks again; it is held once more where nothing has changed for it.
    private void Release()
    {
        Action? held;
        lock (_lock)
        {
            (held, _held) = (_held, null);
        }

        held?.Invoke();
    }
}
