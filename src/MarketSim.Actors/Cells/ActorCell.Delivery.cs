using MarketSim.Actors.Mailboxes;

namespace MarketSim.Actors.Cells;

/// <summary>
/// How messages come in. One word, the gate, is held for some nanoseconds to put a message in or to find that none is
/// left, and decides in the same step whether the cell has to be scheduled; so no wake-up can be lost between the two.
/// </summary>
internal sealed partial class ActorCell
{
    public override int MailboxDepth
    {
        get
        {
            EnterGate();
            int depth = _mailbox?.Count ?? 0;
            ExitGate();
            return depth;
        }
    }

    public override void Tell(object message, ActorRef? sender = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        sender ??= t_current;
        if (_dispatcher is not CallingThreadDispatcher || !TryRunInline(message, sender))
        {
            Enqueue(message, sender);
        }
    }

    internal void SendSystem(SystemMessage message)
    {
        EnterGate();
        if (_lifecycle == Lifecycle.Stopped)
        {
            ExitGate();
            AnswerAfterStop(message);
            return;
        }

        AppendSystem(message);
        bool wake = !_active;
        _active = true;
        ExitGate();
        if (wake)
        {
            _dispatcher.Schedule(this);
        }
    }

    protected internal override void AddWatcher(ActorRef watcher) => SendSystem(new WatcherAdded(watcher));

    protected internal override void RemoveWatcher(ActorRef watcher) => SendSystem(new WatcherRemoved(watcher));

    protected internal override void Stop() => SendSystem(new Terminate());

    private void Enqueue(object message, ActorRef? sender)
    {
        DroppedMessage? dropped;
        bool wake;
        EnterGate();
        try
        {
            Mailbox mailbox = _mailbox ??= _props.Mailbox.CreateMailbox();
            dropped = mailbox.Add(message, sender);
            wake = !_active && !IsSuspended;
            if (wake)
            {
                _active = true;
                mailbox.HandOver();
            }
        }
        finally
        {
            ExitGate();
        }

        if (wake)
        {
            _dispatcher.Schedule(this);
        }

        if (dropped is not null)
        {
            Drop(dropped);
        }
    }

    /// <summary>For notices of the kernel to this actor, by the activation that runs it.</summary>
    private void EnqueueOwnNotice(object message, ActorRef? sender)
    {
        EnterGate();
        try
        {
            Mailbox mailbox = _mailbox ??= _props.Mailbox.CreateMailbox();
            mailbox.AddRegardlessOfCapacity(message, sender);
        }
        finally
        {
            ExitGate();
        }
    }

    private void Drop(DroppedMessage dropped)
    {
        if (dropped.Refused)
        {
            throw new MailboxFullException(Path, _props.Mailbox.Capacity!.Value);
        }

        _system.PublishDeadLetter(dropped.Envelope, this);
    }

    private void AnswerAfterStop(SystemMessage message)
    {
        if (message is WatcherAdded added)
        {
            ReportTermination(added.Watcher);
        }
    }

    // A circular list kept by its last node: first in, first out, with one field.
    private void AppendSystem(SystemMessage message)
    {
        if (_lastSystemMessage is { } last)
        {
            message.Next = last.Next;
            last.Next = message;
        }
        else
        {
            message.Next = message;
        }

        _lastSystemMessage = message;
    }

    private SystemMessage? TakeSystemMessages()
    {
        EnterGate();
        SystemMessage? last = _lastSystemMessage;
        _lastSystemMessage = null;
        ExitGate();
        if (last is null)
        {
            return null;
        }

        SystemMessage? first = last.Next;
        last.Next = null;
        return first;
    }

    private void EnterGate()
    {
        if (Interlocked.CompareExchange(ref _gate, 1, 0) != 0)
        {
            EnterContendedGate();
        }
    }

    private void EnterContendedGate()
    {
        SpinWait spin = default;
        do
        {
            // Never sleeps: whoever holds the gate leaves it within nanoseconds, or as soon as its thread runs again.
            spin.SpinOnce(sleep1Threshold: -1);
        }
        while (Volatile.Read(ref _gate) != 0 || Interlocked.CompareExchange(ref _gate, 1, 0) != 0);
    }

    private void ExitGate() => Volatile.Write(ref _gate, 0);
}
