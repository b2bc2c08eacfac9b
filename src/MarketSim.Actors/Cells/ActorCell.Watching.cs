namespace MarketSim.Actors.Cells;

internal sealed partial class ActorCell
{
    private DeathWatch DeathWatch => Extras.DeathWatch ??= new DeathWatch();

    internal void Watch(ActorRef subject, object? message)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (!ReferenceEquals(subject, this) && DeathWatch.TryWatch(subject, message))
        {
            subject.AddWatcher(this);
        }
    }

    internal void Unwatch(ActorRef subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (_extras?.DeathWatch is { } watch && watch.Unwatch(subject))
        {
            subject.RemoveWatcher(this);
        }
    }

    private void HandleWatchMessage(SystemMessage message)
    {
        switch (message)
        {
            case WatcherAdded added:
                DeathWatch.AddWatcher(added.Watcher);
                break;
            case WatcherRemoved removed:
                _extras?.DeathWatch?.RemoveWatcher(removed.Watcher);
                break;
            case DeathNotice notice when _extras?.DeathWatch?.Announce(notice.Subject) is { } signal:
                // Through the mailbox, behind everything that the dead actor had sent.
                EnqueueOwnNotice(signal, notice.Subject);
                break;
        }
    }
}
