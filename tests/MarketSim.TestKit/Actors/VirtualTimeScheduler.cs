using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace MarketSim.TestKit.Actors;

/// <summary>
/// Akka's scheduler over the timers of a <see cref="TimeProvider"/>, so that time stands where that clock stands: with a <see cref="VirtualTimeProvider"/>
/// what is due comes in the order in which it is due, then in which it was scheduled, and what was cancelled does not even move the clock.
/// </summary>
internal sealed class VirtualTimeScheduler(Config config, ILoggingAdapter log) : SchedulerBase(config, log), IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<ScheduledAction> _scheduled = new();
    private TimeProvider? _timeProvider;
    private bool _isDisposed;
    private bool _isAbandoned;

    public override TimeSpan MonotonicClock => Clock.GetElapsedTime(0);

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    /// <summary>What is scheduled, and neither done nor cancelled.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _scheduled.Count;
            }
        }
    }

    protected override DateTimeOffset TimeNow => Clock.GetUtcNow();

    private TimeProvider Clock => _timeProvider ?? throw new InvalidOperationException("The scheduler has no clock yet.");

    public void Use(TimeProvider timeProvider) => _timeProvider = timeProvider;

    /// <summary>The system has ended.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        CancelAll();
    }

    /// <summary>The system has not ended, and never will: what its actors schedule in the middle of their last turn is for nobody.</summary>
    public void Abandon()
    {
        _isAbandoned = true;
        CancelAll();
    }

    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Schedule(delay, Timeout.InfiniteTimeSpan, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Schedule(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Schedule(delay, Timeout.InfiniteTimeSpan, action, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) =>
        Schedule(delay, Timeout.InfiniteTimeSpan, action.Run, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Schedule(initialDelay, interval, action, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) =>
        Schedule(initialDelay, interval, action.Run, cancelable);

    private void Schedule(TimeSpan delay, TimeSpan period, Action action, ICancelable? cancelable)
    {
        if (_isDisposed)
        {
            throw new SchedulerException("The system has ended.");
        }

        if (_isAbandoned || cancelable is { IsCancellationRequested: true })
        {
            return;
        }

        var scheduled = new ScheduledAction(this, action, isOnce: period == Timeout.InfiniteTimeSpan);
        lock (_lock)
        {
            _scheduled.AddLast(scheduled.Node);
        }

        scheduled.Start(Clock, delay, period, cancelable);
    }

    private bool Forget(ScheduledAction scheduled)
    {
        lock (_lock)
        {
            if (scheduled.Node.List is null)
            {
                return false;
            }

            _scheduled.Remove(scheduled.Node);
            return true;
        }
    }

    private void CancelAll()
    {
        while (Oldest() is { } scheduled)
        {
            scheduled.Cancel();
        }
    }

    private ScheduledAction? Oldest()
    {
        lock (_lock)
        {
            return _scheduled.First?.Value;
        }
    }

    private sealed class ScheduledAction
    {
        private readonly VirtualTimeScheduler _scheduler;
        private readonly Action _action;
        private readonly bool _isOnce;
        private ITimer? _timer;
        private CancellationTokenRegistration _registration;

        public ScheduledAction(VirtualTimeScheduler scheduler, Action action, bool isOnce)
        {
            _scheduler = scheduler;
            _action = action;
            _isOnce = isOnce;
            Node = new LinkedListNode<ScheduledAction>(this);
        }

        public LinkedListNode<ScheduledAction> Node { get; }

        public void Start(TimeProvider clock, TimeSpan delay, TimeSpan period, ICancelable? cancelable)
        {
            _timer = clock.CreateTimer(static state => ((ScheduledAction)state!).Fire(), this, delay, period);
            _registration = cancelable?.Token.UnsafeRegister(static state => ((ScheduledAction)state!).Cancel(), this) ?? default;
        }

        public void Cancel()
        {
            if (_scheduler.Forget(this))
            {
                _timer!.Dispose();
                _registration.Unregister();
            }
        }

        private void Fire()
        {
            if (_isOnce)
            {
                // Done or cancelled, whichever comes first.
                if (!_scheduler.Forget(this))
                {
                    return;
                }

                _timer!.Dispose();
                _registration.Unregister();
            }

            _action();
        }
    }
}
