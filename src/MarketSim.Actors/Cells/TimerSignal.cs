namespace MarketSim.Actors.Cells;

/// <summary>One started timer, and the message that it posts to its actor: itself, so that a stale one is known as such.</summary>
internal sealed class TimerSignal(ActorCell cell, object key, object message, bool repeats)
{
    private ITimer? _timer;

    public object Key { get; } = key;

    public object Message { get; } = message;

    public bool Repeats { get; } = repeats;

    public void Start(TimeSpan delay, TimeSpan period) =>
        _timer = cell.System.TimeProvider.CreateTimer(static state => ((TimerSignal)state!).Post(), this, delay, period);

    public void Cancel() => _timer?.Dispose();

    private void Post() => cell.Tell(this, cell);
}
