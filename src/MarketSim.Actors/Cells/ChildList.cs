namespace MarketSim.Actors.Cells;

/// <summary>
/// The children of one cell, in the order of their creation: a list through the children themselves, so that a child
/// costs its parent nothing more. Locked, because anybody may create children of the system's guardian.
/// </summary>
internal sealed class ChildList
{
    private readonly Lock _lock = new();
    private ActorCell? _first;
    private ActorCell? _last;
    private Dictionary<string, ActorCell>? _byGivenName;
    private Dictionary<ActorCell, RestartRecord>? _restarts;
    private int _nextOrdinal;
    private bool _closed;

    public int Count { get; private set; }

    /// <summary>Children that were told to stop and have not stopped yet.</summary>
    public int StoppingCount { get; private set; }

    /// <exception cref="ArgumentException">The name is taken.</exception>
    /// <exception cref="InvalidOperationException">The parent is stopping.</exception>
    public ActorCell Add(ActorCell parent, Props props, string? name)
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw new InvalidOperationException($"{parent.Path} is stopping: it can have no new children.");
            }

            ActorCell child = new(parent.System, parent, props, name, name is null ? _nextOrdinal++ : 0);
            if (name is not null && !(_byGivenName ??= new Dictionary<string, ActorCell>(StringComparer.Ordinal)).TryAdd(name, child))
            {
                throw new ArgumentException($"{parent.Path} has a child named '{name}' already.", nameof(name));
            }

            Link(child);
            return child;
        }
    }

    /// <summary>From now on there are no new children.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
        }
    }

    public void NoteStopRequested(ActorCell child)
    {
        lock (_lock)
        {
            if (!child.StopRequested)
            {
                child.StopRequested = true;
                StoppingCount++;
            }
        }
    }

    public void Remove(ActorCell child)
    {
        lock (_lock)
        {
            Unlink(child);
            if (child.GivenName is { } name)
            {
                _byGivenName!.Remove(name);
            }

            _restarts?.Remove(child);
            if (child.StopRequested)
            {
                StoppingCount--;
            }
        }
    }

    public ActorCell? Find(string name)
    {
        lock (_lock)
        {
            if (!name.StartsWith('$'))
            {
                return _byGivenName?.GetValueOrDefault(name);
            }

            ActorCell? child = _first;
            while (child is not null && (child.GivenName is not null || child.Name != name))
            {
                child = child.NextSibling;
            }

            return child;
        }
    }

    public ActorCell[] ToArray()
    {
        lock (_lock)
        {
            ActorCell[] children = new ActorCell[Count];
            int index = 0;
            for (ActorCell? child = _first; child is not null; child = child.NextSibling)
            {
                children[index++] = child;
            }

            return children;
        }
    }

    /// <summary>Only for the parent's own activation.</summary>
    public RestartRecord RecordOf(ActorCell child)
    {
        _restarts ??= [];
        if (!_restarts.TryGetValue(child, out RestartRecord? record))
        {
            _restarts.Add(child, record = new RestartRecord());
        }

        return record;
    }

    private void Link(ActorCell child)
    {
        child.IsListed = true;
        child.PreviousSibling = _last;
        if (_last is null)
        {
            _first = child;
        }
        else
        {
            _last.NextSibling = child;
        }

        _last = child;
        Count++;
    }

    private void Unlink(ActorCell child)
    {
        if (child.PreviousSibling is { } previous)
        {
            previous.NextSibling = child.NextSibling;
        }
        else
        {
            _first = child.NextSibling;
        }

        if (child.NextSibling is { } next)
        {
            next.PreviousSibling = child.PreviousSibling;
        }
        else
        {
            _last = child.PreviousSibling;
        }

        child.NextSibling = child.PreviousSibling = null;
        child.IsListed = false;
        Count--;
    }
}
