namespace MarketSim.Actors.Cells;

/// <summary>The notice that a watched actor has stopped, on its way through the watcher's own mailbox.</summary>
internal sealed class DeathSignal(ActorRef subject, object message)
{
    public ActorRef Subject { get; } = subject;

    public object Message { get; } = message;
}

/// <summary>Whom one actor watches, and who watches it.</summary>
internal sealed class DeathWatch
{
    // The value is the message to send, null for Terminated.
    private readonly OrderedRefMap<object?> _watched = new();
    private readonly OrderedRefMap<bool> _watchers = new();
    private HashSet<DeathSignal>? _onTheWay;

    /// <exception cref="InvalidOperationException">Watched already, with another message.</exception>
    public bool TryWatch(ActorRef subject, object? message)
    {
        if (_watched.TryAdd(subject, message))
        {
            return true;
        }

        _watched.TryGet(subject, out object? previous);
        return Equals(previous, message)
            ? false
            : throw new InvalidOperationException($"{subject} is watched already with another message; Unwatch it first.");
    }

    /// <summary>True when the subject was watched.</summary>
    public bool Unwatch(ActorRef subject)
    {
        _onTheWay?.RemoveWhere(signal => ReferenceEquals(signal.Subject, subject));
        return _watched.Remove(subject, out _);
    }

    /// <summary>The subject has stopped; what to put into the watcher's mailbox, <c>null</c> when it is not watched any more.</summary>
    public DeathSignal? Announce(ActorRef subject)
    {
        if (!_watched.Remove(subject, out object? message))
        {
            return null;
        }

        DeathSignal signal = new(subject, message ?? new Terminated(subject));
        (_onTheWay ??= []).Add(signal);
        return signal;
    }

    /// <summary>False when the subject was unwatched meanwhile.</summary>
    public bool Accept(DeathSignal signal) => _onTheWay?.Remove(signal) ?? false;

    public void AddWatcher(ActorRef watcher) => _watchers.TryAdd(watcher, value: true);

    public void RemoveWatcher(ActorRef watcher) => _watchers.Remove(watcher, out _);

    public void StopWatching(ActorRef watcher)
    {
        foreach (ActorRef subject in _watched.Keys)
        {
            subject.RemoveWatcher(watcher);
        }
    }

    public void NotifyWatchers(Action<ActorRef> notify)
    {
        foreach (ActorRef watcher in _watchers.Keys)
        {
            notify(watcher);
        }
    }
}
