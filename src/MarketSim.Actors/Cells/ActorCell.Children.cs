namespace MarketSim.Actors.Cells;

internal sealed partial class ActorCell
{
    // Guarded by the parent's child list.
    internal ActorCell? NextSibling;
    internal ActorCell? PreviousSibling;
    internal bool IsListed;
    internal bool StopRequested;

    internal string? GivenName => _givenName;

    internal ActorCell CreateChild(Props props, string? name)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (name is not null)
        {
            ActorName.Validate(name);
        }

        if (_lifecycle is Lifecycle.Stopping or Lifecycle.Stopped)
        {
            throw new InvalidOperationException($"{Path} is stopping: it can have no new children.");
        }

        ActorCell child = EnsureChildList().Add(this, props, name);
        child.InheritSuspensions(_suspensions);
        child.Start();
        return child;
    }

    /// <summary>For the guardian, whose children any thread may create: before anybody else knows it.</summary>
    internal ChildList EnsureChildList() => _children ??= new ChildList();

    internal ActorCell? FindChild(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _children?.Find(name);
    }

    internal IReadOnlyList<ActorRef> SnapshotChildren() => ChildCells();

    internal void StopActor(ActorRef actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor is ActorCell cell && ReferenceEquals(cell._parent, this) && cell.IsListed)
        {
            _children!.NoteStopRequested(cell);
        }

        actor.Stop();
    }

    private void ForgetChild(ActorCell child)
    {
        _children!.Remove(child);
        ContinueWhenChildrenStopped();
    }
}
