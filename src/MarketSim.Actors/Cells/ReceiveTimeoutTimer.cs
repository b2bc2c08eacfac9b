namespace MarketSim.Actors.Cells;

/// <summary>Posts itself to its actor when nothing came for a while.</summary>
internal sealed class ReceiveTimeoutTimer : IDisposable
{
    private readonly ActorCell _cell;
    private readonly TimeSpan _timeout;
    private readonly ITimer _timer;

    public ReceiveTimeoutTimer(ActorCell cell, TimeSpan timeout)
    {
        _cell = cell;
        _timeout = timeout;
        _timer = cell.System.TimeProvider.CreateTimer(
            static state => ((ReceiveTimeoutTimer)state!).Post(), this, timeout, Timeout.InfiniteTimeSpan);
    }

    public void Rearm() => _timer.Change(_timeout, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();

    private void Post() => _cell.Tell(this, _cell);
}
