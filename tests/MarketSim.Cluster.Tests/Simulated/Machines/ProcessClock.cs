namespace MarketSim.Cluster.Tests.Simulated.Machines;

/// <summary>The clock of one process: a timer that comes due while the process is frozen fires once when it continues, and never once it is dead.</summary>
internal sealed class ProcessClock(TimeProvider world, SimulatedProcess process) : TimeProvider
{
    public override long TimestampFrequency => world.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => world.GetUtcNow();

    public override long GetTimestamp() => world.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ProcessTimer(process, callback, state);
        timer.Start(world, dueTime, period);
        return timer;
    }

    private sealed class ProcessTimer(SimulatedProcess process, TimerCallback callback, object? state) : ITimer
    {
        private ITimer? _timer;
        private bool _isDisposed;
        private bool _isWaiting;

        public void Start(TimeProvider world, TimeSpan dueTime, TimeSpan period) =>
            _timer = world.CreateTimer(static timer => ((ProcessTimer)timer!).Due(), this, dueTime, period);

        public bool Change(TimeSpan dueTime, TimeSpan period) => _timer!.Change(dueTime, period);

        public void Dispose()
        {
            _isDisposed = true;
            _timer!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Due()
        {
            if (process.IsDead)
            {
                Dispose();
            }
            else if (!_isWaiting)
            {
                _isWaiting = true;
                process.Run(Fire);
            }
        }

        private void Fire()
        {
            _isWaiting = false;
            if (!_isDisposed)
            {
                callback(state);
            }
        }
    }
}
