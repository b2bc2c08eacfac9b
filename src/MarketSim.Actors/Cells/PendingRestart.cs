namespace MarketSim.Actors.Cells;

/// <summary>Children that wait, suspended, for their restart.</summary>
internal sealed class PendingRestart(ActorCell supervisor, ActorCell[] children, Exception cause)
{
    private ITimer? _timer;

    public ActorCell[] Children { get; } = children;

    public Exception Cause { get; } = cause;

    public void Schedule(TimeSpan delay) =>
        _timer = supervisor.System.TimeProvider.CreateTimer(
            static state => ((PendingRestart)state!).Elapse(), this, delay, Timeout.InfiniteTimeSpan);

    public void Cancel() => _timer?.Dispose();

    private void Elapse() => supervisor.SendSystem(new BackOffElapsed(this));
}
