namespace MarketSim.Actors.Cells;

/// <summary>What the kernel tells a cell; goes before all user messages. A node of the cell's queue, so never sent twice.</summary>
internal abstract class SystemMessage
{
    public SystemMessage? Next;
}

internal sealed class Suspend : SystemMessage;

/// <param name="cause">The failure that this answers; <c>null</c> when a parent resumes the children it suspended.</param>
internal sealed class Resume(Exception? cause) : SystemMessage
{
    public Exception? Cause { get; } = cause;
}

internal sealed class Recreate(Exception cause) : SystemMessage
{
    public Exception Cause { get; } = cause;
}

internal sealed class Terminate : SystemMessage;

internal sealed class ChildFailed(ActorCell child, Exception cause) : SystemMessage
{
    public ActorCell Child { get; } = child;

    public Exception Cause { get; } = cause;
}

internal sealed class ChildStopped(ActorCell child) : SystemMessage
{
    public ActorCell Child { get; } = child;
}

/// <summary>The delay before a restart is over.</summary>
internal sealed class BackOffElapsed(PendingRestart restart) : SystemMessage
{
    public PendingRestart Restart { get; } = restart;
}

internal sealed class WatcherAdded(ActorRef watcher) : SystemMessage
{
    public ActorRef Watcher { get; } = watcher;
}

internal sealed class WatcherRemoved(ActorRef watcher) : SystemMessage
{
    public ActorRef Watcher { get; } = watcher;
}

internal sealed class DeathNotice(ActorRef subject) : SystemMessage
{
    public ActorRef Subject { get; } = subject;
}
