using MarketSim.Actors.Cells;

namespace MarketSim.Actors;

/// <summary>
/// An actor's timers by key, timed by the system's <see cref="TimeProvider"/>. A message of a timer that was cancelled or
/// started anew does not arrive, not even when it waited in the mailbox already.
/// </summary>
public sealed class ActorTimers
{
    private readonly ActorCell _cell;
    private readonly Dictionary<object, TimerSignal> _active = [];

    internal ActorTimers(ActorCell cell) => _cell = cell;

    /// <summary>Sends <paramref name="message"/> to the actor once. Replaces the timer of that key.</summary>
    /// <param name="delay">Zero or positive.</param>
    public void StartSingle(object key, object message, TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        Start(key, message, delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sends <paramref name="message"/> to the actor at a fixed rate, first after one interval. Replaces the timer of that key.</summary>
    /// <param name="interval">Positive.</param>
    public void StartPeriodic(object key, object message, TimeSpan interval) => StartPeriodic(key, message, interval, interval);

    /// <param name="firstDelay">Zero or positive.</param>
    /// <param name="interval">Positive.</param>
    /// <inheritdoc cref="StartPeriodic(object, object, TimeSpan)"/>
    public void StartPeriodic(object key, object message, TimeSpan firstDelay, TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(firstDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        Start(key, message, firstDelay, interval);
    }

    public bool IsActive(object key) => _active.ContainsKey(key);

    public void Cancel(object key)
    {
        if (_active.Remove(key, out TimerSignal? signal))
        {
            signal.Cancel();
        }
    }

    public void CancelAll()
    {
        foreach (TimerSignal signal in _active.Values)
        {
            signal.Cancel();
        }

        _active.Clear();
    }

    /// <summary>False when the timer was cancelled or replaced after it had fired.</summary>
    internal bool Accept(TimerSignal signal)
    {
        if (!_active.TryGetValue(signal.Key, out TimerSignal? current) || !ReferenceEquals(current, signal))
        {
            return false;
        }

        if (!signal.Repeats)
        {
            Cancel(signal.Key);
        }

        return true;
    }

    private void Start(object key, object message, TimeSpan delay, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(message);
        Cancel(key);
        TimerSignal signal = new(_cell, key, message, repeats: period != Timeout.InfiniteTimeSpan);
        _active.Add(key, signal);
        signal.Start(delay, period);
    }
}
