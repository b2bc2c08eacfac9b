namespace MarketSim.TestKit;

/// <summary>A clock that moves only when told to. Timers fire in the order in which they are due, then in which they were set.</summary>
public sealed class VirtualTimeProvider : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<VirtualTimer, (long Due, long Sequence)> _timers = new();
    private readonly Action? _settle;
    private long _now;
    private long _sequence;

    /// <param name="settle">Called before the first and after each timer, such as <see cref="Actors.SeededExecutor.RunUntilIdle"/>, so that what a timer causes happens at its time.</param>
    public VirtualTimeProvider(Action? settle = null) => _settle = settle;

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Volatile.Read(ref _now));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Start + Elapsed;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        VirtualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on and fires what becomes due, each timer at its own time.</summary>
    public void Advance(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        long end = _now + duration.Ticks;
        _settle?.Invoke();
        while (TakeDue(end) is { } timer)
        {
            timer.Fire();
            _settle?.Invoke();
        }

        Volatile.Write(ref _now, end);
    }

    /// <summary>Moves the clock to the next timer and fires it; false when no timer is set.</summary>
    public bool AdvanceToNextTimer()
    {
        _settle?.Invoke();
        if (TakeDue(long.MaxValue) is not { } timer)
        {
            return false;
        }

        timer.Fire();
        _settle?.Invoke();
        return true;
    }

    private VirtualTimer? TakeDue(long end)
    {
        lock (_lock)
        {
            while (_timers.TryPeek(out VirtualTimer? timer, out (long Due, long Sequence) key) && key.Due <= end)
            {
                _timers.Dequeue();
                if (timer.IsSetFor(key.Sequence))
                {
                    _now = Math.Max(_now, key.Due);
                    timer.SetAgain(key.Due);
                    return timer;
                }
            }

            return null;
        }
    }

    private sealed class VirtualTimer(VirtualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private long _setFor = -1;
        private TimeSpan _period;

        public bool IsSetFor(long sequence) => _setFor == sequence;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                _period = period;
                Set(dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime.Ticks);
            }

            return true;
        }

        public void SetAgain(long firedAt) => Set(_period > TimeSpan.Zero ? firedAt + _period.Ticks : null);

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Set(long? due)
        {
            _setFor = clock._sequence++;
            if (due is { } time)
            {
                clock._timers.Enqueue(this, (time, _setFor));
            }
        }
    }
}
